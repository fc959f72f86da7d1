package io.colonnade.exec.operator.accumulator;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.group.GroupTable;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.Growth;
import io.colonnade.exec.operator.state.KeyWords;
import io.colonnade.exec.operator.state.StringTable;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// An aggregate of DISTINCT values: a set of groups with values; what is new in it is added to the aggregate
/// behind.
public final class DistinctAccumulator extends KeepingAccumulator {
    private static final int BATCH = Page.ROWS_MAX;

    private final Accumulator inner;
    private final List<Type> arguments;
    private final KeyWords[] readers;
    private final GroupTable pairs;
    /// The groups, then the words of each argument.
    private final long[][] words;
    private final boolean[] nulls = new boolean[BATCH];
    private final boolean[] skipped = new boolean[BATCH];
    private final int[] numbers = new int[BATCH];
    private final int[] freshGroups = new int[BATCH];

    DistinctAccumulator(Accumulator inner, List<Type> arguments, MemoryPool pool, LongPredicate room) {
        // Rows with NULLs never reach the aggregate behind, so it cannot take a group that exists for one with a value.
        inner.noRows();
        this.inner = inner;
        this.arguments = arguments;
        List<Type> types = new ArrayList<>(List.of(Type.BIGINT));
        types.addAll(arguments);
        this.pairs = new GroupTable(types, pool, room);
        this.words = new long[types.size()][BATCH];
        this.readers = new KeyWords[arguments.size()];
        Arrays.setAll(
                readers, k -> KeyWords.adding(arguments.get(k), pairs.keys().strings()));
    }

    @Override
    void grow(int count) {
        inner.ensure(count);
    }

    @Override
    public void growth(int groups, int rows, long longBytes, Growth growth) {
        inner.growth(groups, rows, 0, growth);
        pairs.growth(rows, longBytes, growth);
    }

    @Override
    public List<Type> keptTypes() {
        return arguments;
    }

    @Override
    public int kept() {
        return pairs.size();
    }

    @Override
    public int keptGroup(int row) {
        return (int) pairs.keys().word(row, 0);
    }

    @Override
    public Column keptColumn(int k, int from, int count, SegmentAllocator scratch) {
        return pairs.keys().column(1 + k, from, count, scratch);
    }

    /// Adds the results of another one with the same groups, none of whose values is here.
    public void addDisjoint(DistinctAccumulator other, SegmentAllocator scratch) {
        int[] all = new int[other.groups];
        Arrays.setAll(all, i -> i);
        inner.merge(other.inner, all, all, all.length, scratch);
    }

    @Override
    public void add(int[] groups, Column[] columns, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        boolean some = false;
        for (int k = 0; k < readers.length; k++) {
            readers[k].read(columns[k], selection, words[1 + k], scratch);
            if (Decode.nulls(columns[k], selection, nulls)) {
                for (int i = 0; i < rows; i++) {
                    skipped[i] = nulls[i] || (some && skipped[i]);
                }
                some = true;
            }
        }
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (!some || !skipped[i]) {
                words[0][count] = groups[i];
                for (int k = 1; k < words.length; k++) {
                    words[k][count] = words[k][i];
                }
                count++;
            }
        }
        addWords(count, scratch);
    }

    /// Adds the first `count` entries of `words` that are new.
    private void addWords(int count, SegmentAllocator scratch) {
        int first = pairs.size();
        pairs.assignWords(words, count, numbers);
        // What is new is numbered in the order in which it comes.
        int fresh = pairs.size() - first;
        if (fresh == 0) {
            return;
        }
        for (int i = 0; i < fresh; i++) {
            freshGroups[i] = keptGroup(first + i);
        }
        Column[] columns = new Column[inner instanceof CountAccumulator ? 0 : arguments.size()];
        for (int k = 0; k < columns.length; k++) {
            columns[k] = keptColumn(k, first, fresh, scratch);
        }
        inner.add(freshGroups, columns, null, fresh, scratch);
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count, SegmentAllocator scratch) {
        DistinctAccumulator source = (DistinctAccumulator) other;
        int[] targets = new int[source.groups];
        Arrays.fill(targets, -1);
        for (int i = 0; i < count; i++) {
            targets[from[i]] = to[i];
        }
        Column.Plain texts = source.pairs.keys().strings().column();
        StringTable strings = pairs.keys().strings();
        int filled = 0;
        for (int row = 0; row < source.pairs.size(); row++) {
            int target = targets[source.keptGroup(row)];
            if (target >= 0) {
                words[0][filled] = target;
                for (int k = 1; k < words.length; k++) {
                    long value = source.pairs.keys().word(row, k);
                    words[k][filled] =
                            pairs.keys().isCoded(k) ? strings.intern(texts.values(), texts.heap(), value) : value;
                }
                filled++;
            }
            if (filled == BATCH) {
                addWords(filled, scratch);
                filled = 0;
            }
        }
        addWords(filled, scratch);
    }

    @Override
    public Column result(int from, int count, SegmentAllocator scratch) {
        return inner.result(from, count, scratch);
    }

    @Override
    public void noRows() {
        inner.noRows();
    }

    @Override
    public void close() {
        inner.close();
        pairs.close();
    }
}
