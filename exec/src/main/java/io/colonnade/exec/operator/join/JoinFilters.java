package io.colonnade.exec.operator.join;

import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryShare;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.runtimefilter.BitmapKeys;
import io.colonnade.exec.operator.runtimefilter.HashedKeys;
import io.colonnade.exec.operator.runtimefilter.RuntimeFilter;
import io.colonnade.exec.operator.runtimefilter.StringKeys;
import io.colonnade.exec.operator.state.StringTable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The runtime filters that a join makes of its build keys. One that memory has no room for is left out: a filter
/// saves work, and no answer depends on it.
///
/// *Thread safety*: read-only when made.
final class JoinFilters implements AutoCloseable {
    /// How much of a bitmap may be empty, unless it is small.
    private static final long BITMAP_BITS_PER_KEY_MAX = 256;
    private static final long BITMAP_RANGE_ALWAYS = 1L << 23;

    private final JoinNode node;
    private final JoinLayout layout;
    private final MemoryShare share;
    private final Map<Integer, RuntimeFilter> filters = new HashMap<>();
    private final List<Buffer> buffers = new ArrayList<>();

    JoinFilters(JoinNode node, JoinLayout layout, MemoryShare share) {
        this.node = node;
        this.layout = layout;
        this.share = share;
    }

    @Nullable
    RuntimeFilter get(int key) {
        return filters.get(key);
    }

    /// Makes the filters of these keys, of which `min` and `max` are known; those over integers are still empty.
    /// `indexBytes` are needed for something else.
    void make(Set<Integer> keys, StringTable strings, long[] min, long[] max, int rows, long indexBytes) {
        for (int key : keys) {
            Type type = layout.buildTypes.get(node.buildKeys().get(key));
            if (type.layout() == Layout.VIEW) {
                // With several string keys the table holds the strings of all of them: a superset.
                if (node.buildKeys().size() == 1) {
                    filters.put(key, new StringKeys(strings));
                }
            } else if (type.layout().isInteger() && min[key] <= max[key]) {
                ofIntegers(key, min[key], max[key], rows, indexBytes);
            }
        }
    }

    private void ofIntegers(int key, long min, long max, int rows, long indexBytes) {
        long range = max - min;
        boolean asBits = range >= 0
                && range < BitmapKeys.RANGE_MAX
                && (range < BITMAP_RANGE_ALWAYS || range / BITMAP_BITS_PER_KEY_MAX <= rows);
        long bytes = asBits ? BitmapKeys.words(min, max) * 4L : HashedKeys.bytes(rows);
        if (!share.hasRoomFor(bytes + indexBytes)) {
            return;
        }
        // For a bitmap this is only the reservation of its array.
        Buffer buffer = share.pool().allocate(bytes);
        buffers.add(buffer);
        if (asBits) {
            filters.put(key, new BitmapKeys(min, max, new int[BitmapKeys.words(min, max)], rows));
        } else {
            MemorySegment words = buffer.segment().asSlice(0, bytes);
            words.fill((byte) 0);
            filters.put(key, new HashedKeys(min, max, words, rows));
        }
    }

    /// Adds `count` keys, whose words begin at `from`.
    void add(long[][] words, int from, int count) {
        filters.forEach((key, filter) -> {
            switch (filter) {
                case BitmapKeys bitmap -> {
                    for (int i = from; i < from + count; i++) {
                        BitmapKeys.set(bitmap.bits(), (int) (words[key][i] - bitmap.min()));
                    }
                }
                case HashedKeys hashed -> {
                    for (int i = from; i < from + count; i++) {
                        HashedKeys.add(hashed.words(), words[key][i]);
                    }
                }
                case StringKeys strings -> {}
            }
        });
    }

    @Override
    public void close() {
        buffers.forEach(Buffer::close);
        buffers.clear();
    }
}
