package io.colonnade.exec.operator.runtimefilter;

import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.storage.segment.Zone;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Applies one filter to blocks of a column, on the encoded values.
///
/// *Thread safety*: one thread; each reader has its own, which remembers what it looked up for dictionaries.
public final class FilterApplication {
    private final RuntimeFilter filter;
    private final BitmapScan scan = BitmapScan.best();
    private final Map<Long, byte[]> marksByDictionary = new HashMap<>();
    private byte[] runMarks = new byte[0];

    public FilterApplication(RuntimeFilter filter) {
        this.filter = filter;
    }

    public RuntimeFilter filter() {
        return filter;
    }

    /// How much longer than a block the positions have to be.
    public static final int SLACK = BitmapScan.SLACK;

    /// Appends the positions from `from` to `to` that pass to the `count` positions that are there.
    public int range(Column column, Zone zone, int from, int to, int[] positions, int count) {
        if (filter instanceof BitmapKeys keys) {
            int size = keys.size();
            if (column instanceof Column.Narrow narrow && narrow.validity() == null) {
                long shift = narrow.base() - keys.min();
                if (fits(narrow, zone, keys)) {
                    MemorySegment offsets = narrow.offsets();
                    return switch (narrow.width()) {
                        case 1 -> scan.scan8(offsets, from, to, (int) shift, size, keys.bits(), positions, count);
                        case 2 -> scan.scan16(offsets, from, to, (int) shift, size, keys.bits(), positions, count);
                        default -> scan.scan32(offsets, from, to, (int) shift, size, keys.bits(), positions, count);
                    };
                }
            }
            if (column instanceof Column.Plain plain
                    && plain.validity() == null
                    && plain.layout() == Layout.INT32
                    && fits(zone, keys)) {
                return scan.scan32(plain.values(), from, to, (int) -keys.min(), size, keys.bits(), positions, count);
            }
        }
        // Other forms are rarer: write all positions, then thin them out where they stand.
        int[] part = count == 0 ? positions : new int[to - from];
        for (int i = from; i < to; i++) {
            part[i - from] = i;
        }
        int passed = positions(column, zone, part, to - from);
        if (part != positions) {
            System.arraycopy(part, 0, positions, count, passed);
        }
        return count + passed;
    }

    /// Whether offsets plus the shift stay within 32 bits. Zones keep them there unless bitmap and block lie far apart.
    private static boolean fits(Column.Narrow column, Zone zone, BitmapKeys keys) {
        long shift = column.base() - keys.min();
        return shift > Integer.MIN_VALUE && shift < Integer.MAX_VALUE && zone.high() - keys.min() <= Integer.MAX_VALUE;
    }

    private static boolean fits(Zone zone, BitmapKeys keys) {
        return zone.high() - keys.min() <= Integer.MAX_VALUE && zone.low() - keys.min() >= Integer.MIN_VALUE;
    }

    /// Keeps those of the first `count` positions that pass, and answers how many they are.
    public int positions(Column column, Zone zone, int[] positions, int count) {
        return switch (column) {
            case Column.Constant c -> passes(c.value()) ? count : 0;
            case Column.Narrow c -> narrow(c, zone, positions, present(c.validity(), positions, count));
            case Column.Plain c -> plain(c, zone, positions, present(c.validity(), positions, count));
            case Column.Dictionaried c -> dictionaried(c, positions, present(c.validity(), positions, count));
            case Column.Runs c -> runs(c, positions, count);
        };
    }

    /// For each run whether it passes: 1 or 0.
    public byte[] runs(Column.Runs column) {
        int runs = column.runCount();
        if (runMarks.length < runs) {
            runMarks = new byte[Math.max(runs, Page.ROWS_MAX)];
        }
        for (int run = 0; run < runs; run++) {
            runMarks[run] = (byte) (passes(column.values().datum(run)) ? 1 : 0);
        }
        return runMarks;
    }

    private boolean passes(Datum value) {
        if (value.isNull()) {
            return false;
        }
        if (filter instanceof StringKeys keys) {
            return keys.strings().find(value);
        }
        return filter.contains(Decode.constant(value));
    }

    private static int present(@Nullable MemorySegment validity, int[] positions, int count) {
        if (validity == null) {
            return count;
        }
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            positions[n] = row;
            n += validity.get(Lanes.BYTE, row >>> 3) >>> (row & 7) & 1;
        }
        return n;
    }

    private int narrow(Column.Narrow column, Zone zone, int[] positions, int count) {
        if (filter instanceof BitmapKeys keys) {
            long shift = column.base() - keys.min();
            if (fits(column, zone, keys)) {
                MemorySegment offsets = column.offsets();
                int size = keys.size();
                return switch (column.width()) {
                    case 1 -> scan.keep8(offsets, (int) shift, size, keys.bits(), positions, count);
                    case 2 -> scan.keep16(offsets, (int) shift, size, keys.bits(), positions, count);
                    default -> scan.keep32(offsets, (int) shift, size, keys.bits(), positions, count);
                };
            }
            long size = keys.max() - keys.min() + 1;
            return switch (column.width()) {
                case 1 -> BitmapKernels.bytesAt(column.offsets(), positions, count, shift, size, keys.bits());
                case 2 -> BitmapKernels.shortsAt(column.offsets(), positions, count, shift, size, keys.bits());
                default -> BitmapKernels.intsAt(column.offsets(), positions, count, shift, size, keys.bits());
            };
        }
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            positions[n] = row;
            n += filter.contains(column.base() + Lanes.unsigned(column.offsets(), column.width(), row)) ? 1 : 0;
        }
        return n;
    }

    private int plain(Column.Plain column, Zone zone, int[] positions, int count) {
        MemorySegment values = column.values();
        if (filter instanceof BitmapKeys keys) {
            if (column.layout() == Layout.INT32 && fits(zone, keys)) {
                return scan.keep32(values, (int) -keys.min(), keys.size(), keys.bits(), positions, count);
            }
            return column.layout() == Layout.INT32
                    ? BitmapKernels.signedAt(
                            values, positions, count, keys.min(), keys.max() - keys.min() + 1, keys.bits())
                    : BitmapKernels.longsAt(values, positions, count, keys.min(), keys.max(), keys.bits());
        }
        int n = 0;
        if (filter instanceof StringKeys keys) {
            for (int i = 0; i < count; i++) {
                int row = positions[i];
                positions[n] = row;
                n += keys.strings().find(values, column.heap(), row) >= 0 ? 1 : 0;
            }
            return n;
        }
        boolean ints = column.layout() == Layout.INT32;
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            positions[n] = row;
            n += filter.contains(ints ? Lanes.int32(values, row) : Lanes.int64(values, row)) ? 1 : 0;
        }
        return n;
    }

    private int dictionaried(Column.Dictionaried column, int[] positions, int count) {
        byte[] marks = marksByDictionary.computeIfAbsent(column.dictionary().id(), id -> marks(column.dictionary()));
        return marks.length == 0 ? 0 : BitmapKernels.marked(column.codes(), column.width(), marks, positions, count);
    }

    private byte[] marks(Dictionary dictionary) {
        byte[] marks = new byte[dictionary.size()];
        Column.Plain values = dictionary.values();
        if (filter instanceof StringKeys keys) {
            for (int code = 0; code < marks.length; code++) {
                marks[code] = (byte) (keys.strings().find(values.values(), values.heap(), code) >= 0 ? 1 : 0);
            }
        } else if (marks.length > 0) {
            try (Arena arena = Arena.ofConfined()) {
                long[] words = new long[marks.length];
                Decode.words(Flatten.plain(values, null, arena), null, words, arena);
                for (int code = 0; code < marks.length; code++) {
                    marks[code] = (byte) (filter.contains(words[code]) ? 1 : 0);
                }
            }
        }
        return marks;
    }

    private int runs(Column.Runs column, int[] positions, int count) {
        byte[] marks = runs(column);
        int run = 0;
        int end = column.end(0);
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            while (row >= end) {
                run++;
                end = column.end(run);
            }
            positions[n] = row;
            n += marks[run];
        }
        return n;
    }
}
