package io.colonnade.exec.naive;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.WindowBound;
import io.colonnade.core.plan.WindowCall;
import io.colonnade.core.plan.WindowFrame;
import io.colonnade.core.plan.WindowNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// Window functions row by row: for each row its partition, of that the rows of the frame, of those the value.
final class NaiveWindow {
    private final NaiveAggregate aggregate;

    NaiveWindow(NaiveAggregate aggregate) {
        this.aggregate = aggregate;
    }

    List<List<Datum>> rows(WindowNode node, List<List<Datum>> input) {
        List<List<Datum>> sorted =
                input.stream().sorted(NaivePlan.order(node.order())).toList();
        List<List<Datum>> columns = new ArrayList<>();
        node.calls().forEach(call -> columns.add(column(call, node.order(), sorted)));
        List<List<Datum>> result = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            List<Datum> row = new ArrayList<>(sorted.get(i));
            for (List<Datum> column : columns) {
                row.add(column.get(i));
            }
            result.add(node.outputs().stream().map(row::get).toList());
        }
        return result;
    }

    private List<Datum> column(WindowCall call, List<SortKey> order, List<List<Datum>> sorted) {
        Comparator<List<Datum>> partitions = NaivePlan.order(order.subList(0, call.partitionKeys()));
        List<Datum> column = new ArrayList<>();
        int from = 0;
        while (from < sorted.size()) {
            int to = from;
            while (to < sorted.size() && partitions.compare(sorted.get(from), sorted.get(to)) == 0) {
                to++;
            }
            new Part(call, order, sorted.subList(from, to)).addValues(column);
            from = to;
        }
        return column;
    }

    /// One partition.
    private final class Part {
        private final WindowCall call;
        private final List<List<Datum>> rows;
        private final int[] groups;
        private final SortKey rangeOrder;

        Part(WindowCall call, List<SortKey> order, List<List<Datum>> rows) {
            this.call = call;
            this.rows = rows;
            this.groups = new int[rows.size()];
            Comparator<List<Datum>> peers = NaivePlan.order(order.subList(0, call.partitionKeys() + call.orderKeys()));
            for (int i = 1; i < groups.length; i++) {
                groups[i] = groups[i - 1] + (peers.compare(rows.get(i - 1), rows.get(i)) == 0 ? 0 : 1);
            }
            this.rangeOrder = order.isEmpty()
                    ? new SortKey(0, true, true)
                    : order.get(Math.min(order.size() - 1, call.partitionKeys()));
        }

        void addValues(List<Datum> column) {
            for (int i = 0; i < rows.size(); i++) {
                column.add(value(i));
            }
        }

        private Datum argument(int index, int row) {
            return NaiveExpression.evaluate(call.arguments().get(index), rows.get(row));
        }

        private Datum argument(int index, int row, Datum otherwise) {
            return call.arguments().size() > index ? argument(index, row) : otherwise;
        }

        private int firstPeer(int row) {
            return (int) IntStream.range(0, rows.size())
                    .filter(i -> groups[i] < groups[row])
                    .count();
        }

        private int peersEnd(int row) {
            return (int) IntStream.range(0, rows.size())
                    .filter(i -> groups[i] <= groups[row])
                    .count();
        }

        private Datum value(int row) {
            int size = rows.size();
            return switch (call.function()) {
                case ROW_NUMBER -> Datum.of(row + 1L);
                case RANK -> Datum.of(firstPeer(row) + 1L);
                case DENSE_RANK -> Datum.of(groups[row] + 1L);
                case PERCENT_RANK -> Datum.of(size == 1 ? 0.0 : (double) firstPeer(row) / (size - 1));
                case CUME_DIST -> Datum.of((double) peersEnd(row) / size);
                case NTILE -> bucket(row);
                case LEAD -> neighbour(row, 1);
                case LAG -> neighbour(row, -1);
                case FIRST_VALUE -> nth(row, 1, false);
                case LAST_VALUE -> nth(row, 1, true);
                case NTH_VALUE -> nth(row);
                case COUNT_ALL -> Datum.of((long) frame(row).size());
                case COUNT -> Datum.of((long) values(row).size());
                case SUM -> values(row).isEmpty() ? Datum.NULL : aggregate.sum(call.type(), values(row));
                case MIN -> values(row).stream().min(DatumOrder::compare).orElse(Datum.NULL);
                case MAX -> values(row).stream().max(DatumOrder::compare).orElse(Datum.NULL);
                case AGGREGATE -> aggregated(row);
                case SQUARED_DEVIATIONS -> values(row).isEmpty() ? Datum.NULL : Datum.of(deviations(values(row)));
            };
        }

        private Datum aggregated(int row) {
            List<List<Datum>> seen = frame(row).stream()
                    .map(i -> IntStream.range(0, call.arguments().size())
                            .mapToObj(k -> argument(k, i))
                            .toList())
                    .toList();
            return aggregate.value(Objects.requireNonNull(call.aggregate()), seen);
        }

        private double deviations(List<Datum> values) {
            double mean = values.stream()
                    .mapToDouble(v -> ((Datum.Real) v).value())
                    .average()
                    .orElseThrow();
            return values.stream()
                    .mapToDouble(v -> Math.pow(((Datum.Real) v).value() - mean, 2))
                    .sum();
        }

        private Datum bucket(int row) {
            if (!(argument(0, 0) instanceof Datum.Int count)) {
                return Datum.NULL;
            }
            if (count.value() <= 0) {
                throw new EngineException(ErrorCode.INVALID_NTILE, "naive");
            }
            // Buckets are filled one row at a time from the front.
            List<Long> sizes = new ArrayList<>(Collections.nCopies((int) Math.min(count.value(), rows.size()), 0L));
            for (int i = 0; i < rows.size(); i++) {
                sizes.set(i % sizes.size(), sizes.get(i % sizes.size()) + 1);
            }
            long left = row;
            int bucket = 0;
            while (left >= sizes.get(bucket)) {
                left -= sizes.get(bucket++);
            }
            return Datum.of(bucket + 1L);
        }

        private Datum neighbour(int row, int direction) {
            if (!(argument(1, row, Datum.of(1L)) instanceof Datum.Int distance)) {
                return Datum.NULL;
            }
            long left = Math.abs(distance.value());
            int step = distance.value() < 0 ? -direction : direction;
            int at = row;
            while (left > 0 && at >= 0 && at < rows.size()) {
                at += step;
                if (at >= 0
                        && at < rows.size()
                        && !(call.ignoresNulls() && argument(0, at).isNull())) {
                    left--;
                }
            }
            return at >= 0 && at < rows.size() ? argument(0, at) : argument(2, row, Datum.NULL);
        }

        private Datum nth(int row) {
            if (!(argument(1, row) instanceof Datum.Int number)) {
                return Datum.NULL;
            }
            if (number.value() <= 0) {
                throw new EngineException(ErrorCode.INVALID_NTH_VALUE, "naive");
            }
            return nth(row, number.value(), false);
        }

        private Datum nth(int row, long number, boolean fromLast) {
            List<Datum> seen = new ArrayList<>(frame(row).stream()
                    .map(i -> argument(0, i))
                    .filter(value -> !call.ignoresNulls() || !value.isNull())
                    .toList());
            if (fromLast) {
                Collections.reverse(seen);
            }
            return number <= seen.size() ? seen.get((int) number - 1) : Datum.NULL;
        }

        private List<Datum> values(int row) {
            return frame(row).stream()
                    .map(i -> NaivePlan.key(argument(0, i)))
                    .filter(value -> !value.isNull())
                    .toList();
        }

        private List<Integer> frame(int row) {
            WindowFrame frame = call.frame();
            return IntStream.range(0, rows.size())
                    .filter(i -> isBehind(frame.start(), row, i) && isBefore(frame.end(), row, i))
                    .filter(i -> switch (frame.exclusion()) {
                        case NO_OTHERS -> true;
                        case CURRENT_ROW -> i != row;
                        case GROUP -> groups[i] != groups[row];
                        case TIES -> i == row || groups[i] != groups[row];
                    })
                    .boxed()
                    .toList();
        }

        /// How far the other row is on, in rows or groups.
        private long distance(int row, int other) {
            return call.frame().unit() == WindowFrame.Unit.ROWS ? other - row : groups[other] - groups[row];
        }

        private boolean isBehind(WindowBound start, int row, int other) {
            return switch (start.kind()) {
                case UNBOUNDED_PRECEDING -> true;
                case CURRENT_ROW -> distance(row, other) >= 0;
                case PRECEDING, FOLLOWING ->
                    start.column() < 0 ? distance(row, other) >= signed(start) : rangeOrder(start, row, other) >= 0;
                case UNBOUNDED_FOLLOWING -> false;
            };
        }

        private boolean isBefore(WindowBound end, int row, int other) {
            return switch (end.kind()) {
                case UNBOUNDED_FOLLOWING -> true;
                case CURRENT_ROW -> distance(row, other) <= 0;
                case PRECEDING, FOLLOWING ->
                    end.column() < 0 ? distance(row, other) <= signed(end) : rangeOrder(end, row, other) <= 0;
                case UNBOUNDED_PRECEDING -> false;
            };
        }

        private static long signed(WindowBound bound) {
            return bound.kind() == WindowBound.Kind.PRECEDING ? -bound.distance() : bound.distance();
        }

        /// Whether the other row is before, at or behind the bound; NULLs are at the bounds of NULLs only.
        private int rangeOrder(WindowBound bound, int row, int other) {
            SortKey key = new SortKey(0, rangeOrder.ascending(), rangeOrder.nullsFirst());
            List<Datum> bounded = List.of(rows.get(row).get(bound.column()));
            List<Datum> value = List.of(rows.get(other).get(call.frame().rangeKey()));
            return NaivePlan.order(List.of(key)).compare(value, bounded);
        }
    }
}
