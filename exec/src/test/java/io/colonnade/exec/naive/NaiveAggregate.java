package io.colonnade.exec.naive;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.core.type.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Groups as a map of lists of rows. A PARTIAL step makes each group once.
final class NaiveAggregate {
    private boolean mayFail;

    boolean mayFail() {
        return mayFail;
    }

    List<List<Datum>> rows(AggregateNode node, List<List<Datum>> rows) {
        Map<List<Datum>, List<List<Datum>>> groups = new LinkedHashMap<>();
        if (node.groupKeys().isEmpty()) {
            groups.put(List.of(), new ArrayList<>());
        }
        for (List<Datum> row : rows) {
            groups.computeIfAbsent(NaivePlan.key(row, node.groupKeys()), k -> new ArrayList<>())
                    .add(row);
        }
        List<List<Datum>> result = new ArrayList<>();
        groups.forEach((key, members) -> {
            List<Datum> row = new ArrayList<>(key);
            node.calls().forEach(call -> row.add(value(call, node.step(), members)));
            result.add(row);
        });
        return result;
    }

    private Datum value(AggregateCall call, AggregateNode.Step step, List<List<Datum>> members) {
        boolean combines = step == AggregateNode.Step.FINAL;
        if (call.function() == AggregateFunction.COUNT_ALL && !combines) {
            return Datum.of(members.size());
        }
        List<Datum> values = new ArrayList<>(members.stream()
                .map(row -> NaivePlan.key(row.get(call.argument())))
                .filter(value -> !value.isNull())
                .toList());
        if (call.distinct()) {
            TreeSet<Datum> distinct = new TreeSet<>(DatumOrder::compare);
            distinct.addAll(values);
            values = new ArrayList<>(distinct);
        }
        return switch (call.function()) {
            case COUNT_ALL, COUNT ->
                combines
                        ? Datum.of(values.stream()
                                .mapToLong(value -> ((Datum.Int) value).value())
                                .sum())
                        : Datum.of(values.size());
            case SUM -> values.isEmpty() ? Datum.NULL : sum(call.type(), values);
            case MIN -> values.stream().min(DatumOrder::compare).orElse(Datum.NULL);
            case MAX -> values.stream().max(DatumOrder::compare).orElse(Datum.NULL);
        };
    }

    private Datum sum(Type type, List<Datum> values) {
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
