package io.colonnade.exec.naive;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.GroupingSetsNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.core.type.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongBinaryOperator;

/// Groups as a map of lists of rows. Two steps are made one.
public final class NaiveAggregate {
    private boolean mayFail;

    boolean mayFail() {
        return mayFail;
    }

    /// What a FINAL step over a PARTIAL one, with grouping sets between them perhaps, computes at once.
    static AggregateNode inOneStep(AggregateNode node) {
        if (node.step() != AggregateNode.Step.FINAL) {
            return node;
        }
        if (node.input() instanceof AggregateNode partial) {
            return new AggregateNode(
                    node.id(), partial.input(), partial.groupKeys(), partial.calls(), AggregateNode.Step.SINGLE);
        }
        GroupingSetsNode sets = (GroupingSetsNode) node.input();
        AggregateNode partial = (AggregateNode) sets.input();
        GroupingSetsNode repeated = new GroupingSetsNode(
                sets.id(),
                partial.input(),
                sets.keys().stream().map(partial.groupKeys()::get).toList(),
                sets.sets());
        List<AggregateCall> calls =
                partial.calls().stream().map(call -> counting(call, repeated)).toList();
        return new AggregateNode(node.id(), repeated, repeated.groupKeys(), calls, AggregateNode.Step.SINGLE);
    }

    /// COUNT(*) of the rows that count.
    public static AggregateCall counting(AggregateCall call, GroupingSetsNode sets) {
        return call.function() == AggregateFunction.COUNT_ALL
                ? new AggregateCall(AggregateFunction.COUNT, sets.countsColumn(), false, Type.BIGINT)
                : call;
    }

    List<List<Datum>> rows(AggregateNode node, List<List<Datum>> rows) {
        return rows(node.groupKeys(), node.calls(), rows);
    }

    /// A row for each group.
    public List<List<Datum>> rows(List<Integer> keys, List<AggregateCall> calls, List<List<Datum>> rows) {
        Map<List<Datum>, List<List<Datum>>> groups = new LinkedHashMap<>();
        if (keys.isEmpty()) {
            groups.put(List.of(), new ArrayList<>());
        }
        for (List<Datum> row : rows) {
            groups.computeIfAbsent(NaivePlan.key(row, keys), k -> new ArrayList<>())
                    .add(row);
        }
        List<List<Datum>> result = new ArrayList<>();
        groups.forEach((key, members) -> {
            List<Datum> row = new ArrayList<>(key);
            calls.forEach(call -> row.add(value(call, members)));
            result.add(row);
        });
        return result;
    }

    /// The value of a call for the rows of a group.
    Datum value(AggregateCall call, List<List<Datum>> members) {
        List<List<Datum>> rows = new ArrayList<>();
        TreeSet<List<Datum>> once = new TreeSet<>(NaiveAggregate::compareAll);
        for (List<Datum> member : members) {
            List<Datum> row = NaivePlan.key(member, call.arguments());
            if (!row.contains(Datum.NULL) && (!call.distinct() || once.add(row))) {
                rows.add(member);
            }
        }
        if (call.function().keepsValues()) {
            rows = sorted(call, rows);
        }
        List<Datum> values = call.arguments().isEmpty() ? List.of() : column(rows, call.argument());
        return switch (call.function()) {
            case COUNT_ALL -> Datum.of((long) members.size());
            case COUNT, REGR_COUNT -> Datum.of((long) rows.size());
            case APPROX_COUNT_DISTINCT -> Datum.of(values.stream().distinct().count());
            default -> values.isEmpty() ? Datum.NULL : valueOfSome(call, rows, values);
        };
    }

    private Datum valueOfSome(AggregateCall call, List<List<Datum>> rows, List<Datum> values) {
        int count = values.size();
        return switch (call.function()) {
            case SUM -> sum(call.type(), values);
            case MIN, ANY_VALUE -> values.stream().min(DatumOrder::compare).orElseThrow();
            case MAX -> values.stream().max(DatumOrder::compare).orElseThrow();
            case BIT_AND -> bits(values, (a, b) -> a & b);
            case BIT_OR -> bits(values, (a, b) -> a | b);
            case BIT_XOR -> bits(values, (a, b) -> a ^ b);
            case MIN_BY -> best(call, rows, NaiveAggregate::compare);
            case MAX_BY -> best(call, rows, (a, b) -> compare(b, a));
            case STRING_AGG ->
                Datum.of(String.join(
                        call.parameter() instanceof Datum.Text text ? text.value() : "",
                        values.stream()
                                .map(value -> ((Datum.Text) value).value())
                                .toList()));
            case PERCENTILE_DISC -> values.get(Math.max(0, (int) Math.ceil(share(call) * count) - 1));
            case PERCENTILE_CONT -> {
                double place = share(call) * (count - 1);
                int below = (int) Math.floor(place);
                if (call.type().equals(Type.INTERVAL)) {
                    yield NaiveIntervals.between(values.get(below), values.get((int) Math.ceil(place)), place - below);
                }
                double first = ((Datum.Real) values.get(below)).value();
                double second = ((Datum.Real) values.get((int) Math.ceil(place))).value();
                yield Datum.of(first == second || place == below ? first : first + (second - first) * (place - below));
            }
            case MODE -> {
                Map<Datum, Integer> counts = new LinkedHashMap<>();
                values.forEach(value -> counts.merge(value, 1, Integer::sum));
                int most = counts.values().stream().max(Integer::compare).orElseThrow();
                yield counts.entrySet().stream()
                        .filter(entry -> entry.getValue() == most)
                        .findFirst()
                        .orElseThrow()
                        .getKey();
            }
            default -> NaiveStatistics.value(call, rows);
        };
    }

    private static double share(AggregateCall call) {
        return ((Datum.Real) call.parameter()).value();
    }

    private static int compare(Datum a, Datum b) {
        return DatumOrder.compare(NaivePlan.key(a), NaivePlan.key(b));
    }

    private static int compareAll(List<Datum> a, List<Datum> b) {
        for (int i = 0; i < a.size(); i++) {
            int order = compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static List<Datum> column(List<List<Datum>> rows, int column) {
        return rows.stream().map(row -> NaivePlan.key(row.get(column))).toList();
    }

    private static List<List<Datum>> sorted(AggregateCall call, List<List<Datum>> rows) {
        List<SortKey> keys = new ArrayList<>(call.order());
        call.columns().forEach(column -> keys.add(new SortKey(column, true, false)));
        return rows.stream().sorted(NaivePlan.order(keys)).toList();
    }

    private static Datum best(AggregateCall call, List<List<Datum>> rows, Comparator<Datum> order) {
        int value = call.arguments().get(0);
        int key = call.arguments().get(1);
        List<Datum> best = rows.stream()
                .min(Comparator.comparing((List<Datum> row) -> row.get(key), order)
                        .thenComparing(row -> row.get(value), NaiveAggregate::compare))
                .orElseThrow();
        return NaivePlan.key(best.get(value));
    }

    private static Datum bits(List<Datum> values, LongBinaryOperator operator) {
        return Datum.of(values.stream()
                .mapToLong(value -> ((Datum.Int) value).value())
                .reduce(operator)
                .orElseThrow());
    }

    Datum sum(Type type, List<Datum> values) {
        if (type.equals(Type.DOUBLE)) {
            double total = 0;
            for (Datum value : values) {
                total += ((Datum.Real) value).value();
            }
            return Datum.of(total);
        }
        BigInteger positive = BigInteger.ZERO;
        BigInteger negative = BigInteger.ZERO;
        for (Datum value : values) {
            BigInteger number =
                    value instanceof Datum.Int i ? BigInteger.valueOf(i.value()) : ((Datum.Wide) value).value();
            positive = positive.add(number.max(BigInteger.ZERO));
            negative = negative.add(number.min(BigInteger.ZERO));
        }
        BigInteger limit = type.equals(Type.BIGINT) ? BigInteger.TWO.pow(63) : BigInteger.TEN.pow(38);
        BigInteger total = positive.add(negative);
        if (total.abs().compareTo(limit) >= 0) {
            throw new EngineException(ErrorCode.OUT_OF_RANGE, "naive");
        }
        mayFail |= positive.compareTo(limit) >= 0 || negative.negate().compareTo(limit) >= 0;
        return type.equals(Type.BIGINT) ? Datum.of(total.longValueExact()) : new Datum.Wide(total);
    }
}
