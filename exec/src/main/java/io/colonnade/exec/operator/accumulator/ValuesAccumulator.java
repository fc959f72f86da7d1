package io.colonnade.exec.operator.accumulator;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.kernel.Bits;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Interval;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.calendar.Intervals;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.Growth;
import io.colonnade.exec.operator.state.KeyWords;
import io.colonnade.exec.operator.state.NativeArray;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Aggregates that need all values of a group in order: STRING_AGG, percentiles, MODE.
///
/// ```text
/// rows as they came      order: rows of group 0 | rows of group 1 | ...     starts: where each group begins
/// ```
///
/// Rows that are equal in the order asked for are ordered by their values, so that no result depends on the
/// order in which rows came.
public final class ValuesAccumulator extends KeepingAccumulator {
    private static final long TEXT_BYTES_MAX = 1 << 30;
    private static final long HEAP_BYTES = 64 << 10;

    private final AggregateCall call;
    private final KeptRows rows;
    private final NativeArray order;
    private final NativeArray starts;
    /// For each key of the order its column in `rows`; the others are compared behind them.
    private final int[] keyColumns;
    private final int[] otherColumns;
    private int ordered = -1;
    /// The value of the only group, found by {@link #ranks}; null while it is to be computed.
    private @Nullable Datum answer;

    ValuesAccumulator(AggregateCall call, List<Type> input, MemoryPool pool) {
        List<Integer> columns = call.columns();
        this.call = call;
        this.rows = new KeptRows(columns.stream().map(input::get).toList(), pool);
        this.order = new NativeArray(pool);
        this.starts = new NativeArray(pool);
        this.keyColumns = call.order().stream()
                .mapToInt(key -> columns.indexOf(key.column()))
                .toArray();
        this.otherColumns = java.util.stream.IntStream.range(0, columns.size())
                .filter(column -> Arrays.stream(keyColumns).noneMatch(key -> key == column))
                .toArray();
    }

    @Override
    void grow(int count) {
        ordered = -1;
        starts.ensure((count + 1) * 4L, (byte) 0);
    }

    @Override
    public void growth(int groups, int count, long longBytes, Growth growth) {
        rows.growth(count, longBytes, growth);
        growth.array(order, (rows.size() + (long) count) * 4);
        growth.array(starts, (groups + 1) * 4L);
    }

    @Override
    public int kept() {
        return rows.size();
    }

    @Override
    public int keptGroup(int row) {
        return rows.group(row);
    }

    @Override
    public List<Type> keptTypes() {
        return rows.types();
    }

    @Override
    public Column keptColumn(int k, int from, int count, SegmentAllocator scratch) {
        return rows.column(k, from, count, scratch);
    }

    @Override
    public void add(
            int[] groups, Column[] columns, @Nullable Selection selection, int count, SegmentAllocator scratch) {
        ordered = -1;
        order.ensure((rows.size() + (long) count) * 4, (byte) 0);
        rows.add(groups, columns, call.arguments().size(), selection, count, scratch);
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count, SegmentAllocator scratch) {
        ValuesAccumulator source = (ValuesAccumulator) other;
        ordered = -1;
        int[] targets = new int[source.groups];
        Arrays.fill(targets, -1);
        for (int i = 0; i < count; i++) {
            targets[from[i]] = to[i];
        }
        rows.addAll(source.rows, targets);
        order.ensure(rows.size() * 4L, (byte) 0);
    }

    // --- values found elsewhere ---

    /// Whether the value of a group can be told from the values of some {@link #ranks}.
    public boolean isSelection() {
        boolean percentile = call.function() == AggregateFunction.PERCENTILE_CONT
                || call.function() == AggregateFunction.PERCENTILE_DISC;
        return percentile
                && !call.distinct()
                && rows.types().size() == 1
                && !KeyWords.isCoded(rows.types().getFirst());
    }

    /// The ranks, from 0 for the least, of the values that a group of `count` rows is computed from.
    public long[] ranks(long count) {
        long[] ranks;
        if (call.function() == AggregateFunction.PERCENTILE_CONT) {
            double place = share() * (count - 1);
            long below = (long) Math.floor(place);
            ranks = place == below ? new long[] {below} : new long[] {below, below + 1};
        } else {
            ranks = new long[] {Math.max(0, (long) Math.ceil(share() * count) - 1)};
        }
        if (!call.order().isEmpty() && !call.order().getFirst().ascending()) {
            for (int i = 0; i < ranks.length; i++) {
                ranks[i] = count - 1 - ranks[i];
            }
        }
        return ranks;
    }

    /// Forgets all rows, which are all of one group: its value is to be told.
    public void forget() {
        rows.clear();
        ordered = -1;
    }

    /// Tells the values of the {@link #ranks} of the only group, as {@link #orderedWords}.
    public void tell(long[] words, long count) {
        Type type = rows.types().getFirst();
        if (call.function() == AggregateFunction.PERCENTILE_CONT) {
            double place = share() * (count - 1);
            double first = real(words[0]);
            answer = Datum.of(words.length == 1 ? first : between(first, real(words[1]), place - Math.floor(place)));
        } else {
            answer = switch (type.layout()) {
                case BIT -> Datum.of(words[0] != 0);
                case FLOAT64 -> Datum.of(real(words[0]));
                default -> Datum.of(words[0]);
            };
        }
    }

    /// The rows that count of a column, as integers of the same order.
    public static void orderedWords(
            Column column, @Nullable Selection selection, long[] words, SegmentAllocator scratch) {
        Decode.words(column, selection, words, scratch);
        if (column.layout() == Layout.FLOAT64) {
            int count = selection == null ? column.length() : selection.count();
            for (int i = 0; i < count; i++) {
                words[i] ^= words[i] >> 63 & Long.MAX_VALUE;
            }
        }
    }

    private static double real(long word) {
        return Double.longBitsToDouble(word ^ (word >> 63 & Long.MAX_VALUE));
    }

    // --- order ---

    /// Lists the rows of each group.
    private void list() {
        if (ordered == rows.size()) {
            return;
        }
        MemorySegment begin = starts.segment();
        begin.fill((byte) 0);
        MemorySegment listed = order.segment();
        for (int row = 0; row < rows.size(); row++) {
            long at = rows.group(row) * 4L;
            begin.set(Lanes.INT, at, begin.get(Lanes.INT, at) + 1);
        }
        int end = 0;
        for (int group = 0; group < groups; group++) {
            end += begin.get(Lanes.INT, group * 4L);
            begin.set(Lanes.INT, group * 4L, end);
        }
        begin.set(Lanes.INT, groups * 4L, end);
        for (int row = rows.size() - 1; row >= 0; row--) {
            long at = rows.group(row) * 4L;
            int place = begin.get(Lanes.INT, at) - 1;
            begin.set(Lanes.INT, at, place);
            listed.set(Lanes.INT, place * 4L, row);
        }
        ordered = rows.size();
    }

    private int start(int group) {
        return starts.segment().get(Lanes.INT, group * 4L);
    }

    private int row(int at) {
        return order.segment().get(Lanes.INT, at * 4L);
    }

    private int compare(int a, int b) {
        for (int i = 0; i < keyColumns.length; i++) {
            SortKey key = call.order().get(i);
            int compared = compare(keyColumns[i], a, b, key.ascending(), key.nullsFirst());
            if (compared != 0) {
                return compared;
            }
        }
        for (int column : otherColumns) {
            int compared = compare(column, a, b, true, false);
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    private int compare(int column, int a, int b, boolean ascending, boolean nullsFirst) {
        boolean nullA = rows.isNull(a, column);
        boolean nullB = rows.isNull(b, column);
        if (nullA || nullB) {
            return nullA && nullB ? 0 : nullA == nullsFirst ? -1 : 1;
        }
        return ascending ? rows.compare(column, a, b) : rows.compare(column, b, a);
    }

    // --- results ---

    @Override
    public Column result(int from, int count, SegmentAllocator scratch) {
        if (answer != null) {
            return new Column.Constant(call.type(), count, answer);
        }
        list();
        RowOrdering ordering = new RowOrdering(order.segment(), this::compare);
        return switch (call.function()) {
            case STRING_AGG -> texts(ordering, from, count, scratch);
            case PERCENTILE_CONT ->
                call.type().equals(Type.INTERVAL)
                        ? intervals(ordering, from, count, scratch)
                        : between(ordering, from, count, scratch);
            case PERCENTILE_DISC, MODE -> picked(ordering, from, count, scratch);
            default -> throw new IllegalStateException(call.function().name());
        };
    }

    /// Where the rows of a group end. Of a DISTINCT call those that repeat a value are put behind that.
    private int end(RowOrdering ordering, int group) {
        int start = start(group);
        int end = start(group + 1);
        if (!call.distinct() || start == end) {
            return end;
        }
        ordering.sort(start, end);
        int last = start;
        for (int at = start + 1; at < end; at++) {
            if (rows.word(row(at), 0) != rows.word(row(last), 0)) {
                ordering.swap(++last, at);
            }
        }
        return last + 1;
    }

    private double share() {
        return call.parameter() instanceof Datum.Real real ? real.value() : 0;
    }

    private Column between(RowOrdering ordering, int from, int count, SegmentAllocator scratch) {
        MemorySegment values = scratch.allocate(Math.max(8, count * 8L));
        MemorySegment validity = scratch.allocate(Bits.bytes(count));
        boolean all = true;
        for (int i = 0; i < count; i++) {
            int start = start(from + i);
            int end = end(ordering, from + i);
            Lanes.setBit(validity, i, start < end);
            all &= start < end;
            values.set(Lanes.DOUBLE, i * 8L, start < end ? between(ordering, start, end) : 0);
        }
        return new Column.Plain(Type.DOUBLE, count, values, all ? null : validity);
    }

    private double between(RowOrdering ordering, int start, int end) {
        double place = share() * (end - start - 1);
        int below = (int) Math.floor(place);
        double first = rows.real(ordering.select(start, end, start + below), 0);
        if (place == below) {
            return first;
        }
        double second = rows.real(ordering.select(start + below, end, start + below + 1), 0);
        return between(first, second, place - below);
    }

    private static double between(double first, double second, double share) {
        return first == second ? first : first + (second - first) * share;
    }

    /// As {@link #between}, part by part as intervals are added and multiplied.
    private Column intervals(RowOrdering ordering, int from, int count, SegmentAllocator scratch) {
        int[] below = new int[count];
        int[] above = new int[count];
        double[] shares = new double[count];
        for (int i = 0; i < count; i++) {
            int start = start(from + i);
            int end = end(ordering, from + i);
            double place = share() * (end - start - 1);
            int first = (int) Math.floor(place);
            shares[i] = place - first;
            below[i] = start == end ? -1 : ordering.select(start, end, start + first);
            above[i] =
                    shares[i] == 0 || start == end ? below[i] : ordering.select(start + first, end, start + first + 1);
        }
        Column.Plain low = rows.column(0, below, count, scratch);
        Column.Plain high = rows.column(0, above, count, scratch);
        for (int i = 0; i < count; i++) {
            if (below[i] != above[i]) {
                Interval first = Interval.of(Lanes.int128(low.values(), i));
                Interval second = Interval.of(Lanes.int128(high.values(), i));
                Lanes.setInt128(
                        low.values(),
                        i,
                        Intervals.between(first, second, shares[i]).number());
            }
        }
        return low;
    }

    private Column picked(RowOrdering ordering, int from, int count, SegmentAllocator scratch) {
        int[] found = new int[count];
        for (int i = 0; i < count; i++) {
            int start = start(from + i);
            int end = end(ordering, from + i);
            if (start == end) {
                found[i] = -1;
            } else if (call.function() == AggregateFunction.MODE) {
                found[i] = mostFrequent(ordering, start, end);
            } else {
                int place = (int) Math.ceil(share() * (end - start));
                found[i] = ordering.select(start, end, start + Math.max(0, place - 1));
            }
        }
        return rows.column(0, found, count, scratch);
    }

    private int mostFrequent(RowOrdering ordering, int start, int end) {
        ordering.sort(start, end);
        int best = -1;
        int most = 0;
        int first = start;
        for (int at = start + 1; at <= end; at++) {
            if (at == end || rows.word(row(at), 0) != rows.word(row(first), 0)) {
                if (at - first > most) {
                    most = at - first;
                    best = row(first);
                }
                first = at;
            }
        }
        return best;
    }

    private Column texts(RowOrdering ordering, int from, int count, SegmentAllocator scratch) {
        MemorySegment separator = MemorySegment.ofArray(
                call.parameter() instanceof Datum.Text text
                        ? text.value().getBytes(StandardCharsets.UTF_8)
                        : new byte[0]);
        MemorySegment views = scratch.allocate(Math.max(16, count * 16L));
        MemorySegment validity = scratch.allocate(Bits.bytes(count));
        List<MemorySegment> heap = new ArrayList<>();
        long used = 0;
        for (int i = 0; i < count; i++) {
            int start = start(from + i);
            int end = end(ordering, from + i);
            Lanes.setBit(validity, i, start < end);
            ordering.sort(start, end);
            long length = write(start, end, separator, null, 0);
            if (length > TEXT_BYTES_MAX) {
                throw new EngineException(
                        ErrorCode.LIMIT_EXCEEDED, "a result of STRING_AGG has more than " + TEXT_BYTES_MAX + " bytes");
            }
            if (heap.isEmpty() || used + length > heap.getLast().byteSize()) {
                heap.add(scratch.allocate(Math.max(HEAP_BYTES, length)));
                used = 0;
            }
            write(start, end, separator, heap.getLast(), used);
            Lanes.setView(views, i, heap.getLast().asSlice(used, length), heap.size() - 1, (int) used);
            used += length;
        }
        return new Column.Plain(Type.VARCHAR, count, views, validity, heap);
    }

    /// The bytes of the text of sorted rows, which it writes to `target` if there is one.
    private long write(int start, int end, MemorySegment separator, @Nullable MemorySegment target, long from) {
        Column.Plain strings = rows.strings();
        long length = 0;
        for (int at = start; at < end; at++) {
            long string = rows.word(row(at), 0);
            if (at > start) {
                copy(separator, target, from + length);
                length += separator.byteSize();
            }
            if (target == null) {
                length += Lanes.viewLength(strings.values(), string);
            } else {
                MemorySegment bytes = Lanes.viewBytes(strings.values(), strings.heap(), string);
                copy(bytes, target, from + length);
                length += bytes.byteSize();
            }
        }
        return length;
    }

    private static void copy(MemorySegment bytes, @Nullable MemorySegment target, long at) {
        if (target != null) {
            MemorySegment.copy(bytes, 0, target, at, bytes.byteSize());
        }
    }

    @Override
    public void close() {
        rows.close();
        order.close();
        starts.close();
    }
}
