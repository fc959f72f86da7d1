package io.colonnade.exec.operator.group;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.kernel.Bits;
import io.colonnade.core.kernel.Views;
import io.colonnade.core.kernel.WordHash;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.Growth;
import io.colonnade.exec.operator.state.KeyWords;
import io.colonnade.exec.operator.state.NativeArray;
import io.colonnade.exec.operator.state.StringTable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys of groups as words, by the group's number.
///
/// ```text
/// group g:  [word 0][word 1]...     and, once there is a NULL, [bits of the keys that are NULL, whose words are 0]
/// ```
///
/// *Thread safety*: one thread.
public final class GroupKeys implements AutoCloseable {
    private static final int KEYS_MAX = 63;

    private final List<Type> types;
    private final int count;
    private final boolean[] coded;
    private final StringTable strings;
    private final NativeArray words;
    private final NativeArray nullMasks;
    private boolean hasNulls;
    private int size;

    public GroupKeys(List<Type> types, MemoryPool pool) {
        if (types.size() > KEYS_MAX) {
            throw EngineException.notSupported("GROUP BY with more than " + KEYS_MAX + " columns");
        }
        this.types = List.copyOf(types);
        this.count = types.size();
        this.coded = new boolean[count];
        for (int k = 0; k < count; k++) {
            coded[k] = KeyWords.isCoded(types.get(k));
        }
        this.strings = new StringTable(pool);
        this.words = new NativeArray(pool);
        this.nullMasks = new NativeArray(pool);
    }

    /// Groups.
    public int size() {
        return size;
    }

    /// What numbers the strings of all keys.
    public StringTable strings() {
        return strings;
    }

    /// Whether the words of a key are numbers of strings.
    public boolean isCoded(int k) {
        return coded[k];
    }

    /// Whether any key of any group is NULL.
    public boolean hasNulls() {
        return hasNulls;
    }

    /// The words of all groups, one group behind the other.
    public MemorySegment memory() {
        return words.segment();
    }

    /// Bytes of a group.
    public long stride() {
        return count * 8L;
    }

    /// Takes the room for so many groups at once.
    void expect(int groups) {
        words.ensure(groups * stride(), (byte) 0);
    }

    /// Adds the key that the `i`-th entries of `keyWords` make; answers its group.
    public int add(long[][] keyWords, int i, long nullMask) {
        if (size == Integer.MAX_VALUE - 8) {
            throw new EngineException(ErrorCode.LIMIT_EXCEEDED, "more than " + size + " groups on one node");
        }
        MemorySegment target = words.ensure((size + 1L) * stride(), (byte) 0);
        long at = size * stride();
        for (int k = 0; k < count; k++) {
            target.set(Lanes.LONG, at + k * 8L, keyWords[k][i]);
        }
        if (nullMask != 0 || hasNulls) {
            hasNulls = true;
            nullMasks.ensure((size + 1L) * 8, (byte) 0).set(Lanes.LONG, size * 8L, nullMask);
        }
        return size++;
    }

    public boolean equal(int group, long[][] keyWords, int i, long nullMask) {
        MemorySegment stored = words.segment();
        long at = group * stride();
        for (int k = 0; k < count; k++) {
            if (stored.get(Lanes.LONG, at + k * 8L) != keyWords[k][i]) {
                return false;
            }
        }
        return nullMask(group) == nullMask;
    }

    /// Word `k` of a group.
    public long word(int group, int k) {
        return words.segment().get(Lanes.LONG, group * stride() + k * 8L);
    }

    public long nullMask(int group) {
        return hasNulls ? nullMasks.segment().get(Lanes.LONG, group * 8L) : 0;
    }

    public boolean isNull(int group, int k) {
        return (nullMask(group) >>> k & 1) != 0;
    }

    /// A hash of a group that is the same in every table, to split groups into partitions: since numbers of strings
    /// differ from table to table, their bytes are hashed.
    public long hash(int group) {
        long hash = nullMask(group);
        Column.Plain texts = strings.column();
        for (int k = 0; k < count; k++) {
            long word = word(group, k);
            if (coded[k] && !isNull(group, k)) {
                word = Views.hash(texts.values(), texts.heap(), word);
            }
            hash = WordHash.mix(hash ^ word);
        }
        return hash;
    }

    /// What adding `rows` keys takes at most, `longBytes` bytes of whose strings do not fit into views.
    public void growth(int rows, long longBytes, Growth growth) {
        growth.steps(words, (size + (long) rows) * stride());
        growth.steps(nullMasks, (size + (long) rows) * 8);
        long codedRows = 0;
        long codedBytes = longBytes;
        for (int k = 0; k < count; k++) {
            codedRows += coded[k] ? rows : 0;
            codedBytes += types.get(k).layout() == Layout.INT128 ? rows * 16L : 0;
        }
        if (codedRows > 0) {
            strings.growth(codedRows, codedBytes, growth);
        }
    }

    /// The values of key `k` of groups `from` to `from + rows`.
    public Column column(int k, int from, int rows, SegmentAllocator scratch) {
        return column(k, from, null, rows, scratch);
    }

    /// The values of key `k` of groups `groups[0]` to `groups[rows - 1]`.
    public Column column(int k, int[] groups, int rows, SegmentAllocator scratch) {
        return column(k, 0, groups, rows, scratch);
    }

    private Column column(int k, int from, int @Nullable [] groups, int rows, SegmentAllocator scratch) {
        Type type = types.get(k);
        MemorySegment values = scratch.allocate(Math.max(8, type.layout().bytes(rows)));
        MemorySegment validity = hasNulls ? scratch.allocate(Bits.bytes(rows)) : null;
        Column.Plain texts = strings.column();
        for (int i = 0; i < rows; i++) {
            int group = groups == null ? from + i : groups[i];
            long word = word(group, k);
            boolean present = validity == null || !isNull(group, k);
            if (validity != null) {
                Lanes.setBit(validity, i, present);
            }
            switch (type.layout()) {
                case BIT -> Lanes.setBit(values, i, word != 0);
                case INT32 -> values.set(Lanes.INT, i * 4L, (int) word);
                case INT64, FLOAT64 -> values.set(Lanes.LONG, i * 8L, word);
                case INT128 -> {
                    if (present) {
                        MemorySegment.copy(KeyWords.wideBytes(texts, word), 0, values, i * 16L, 16);
                    }
                }
                case VIEW -> {
                    values.set(Lanes.LONG, i * 16L, present ? texts.values().get(Lanes.LONG, word * 16) : 0);
                    values.set(Lanes.LONG, i * 16L + 8, present ? texts.values().get(Lanes.LONG, word * 16 + 8) : 0);
                }
            }
        }
        return new Column.Plain(type, rows, values, validity, type.layout() == Layout.VIEW ? texts.heap() : List.of());
    }

    @Override
    public void close() {
        strings.close();
        words.close();
        nullMasks.close();
    }
}
