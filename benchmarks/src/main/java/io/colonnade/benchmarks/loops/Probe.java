package io.colonnade.benchmarks.loops;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Later conditions of a query: those of `count` positions whose key has its bit set stay, in place.
final class Probe {
    private Probe() {}

    static int shorts(MemorySegment keys, int[] bits, int[] positions, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            positions[kept] = row;
            kept += PlainPass.bit(bits, keys.get(Lanes.SHORT, row * 2L) & 0xFFFF);
        }
        return kept;
    }

    static int ints(MemorySegment keys, int[] bits, int[] positions, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            positions[kept] = row;
            kept += PlainPass.bit(bits, keys.get(Lanes.INT, row * 4L));
        }
        return kept;
    }
}
