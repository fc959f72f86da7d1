package io.colonnade.exec.operator;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.core.type.Type;
import io.colonnade.exec.naive.NaivePlan;
import io.colonnade.exec.random.RandomData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A join of any kind over random rows of random types: remote source 2 is its probe side, 3 its build side.
record RandomJoin(JoinNode node, List<List<Datum>> probeRows, List<List<Datum>> buildRows) {
    /// Of up to so many rows. With `crossMax` build rows at most there may be no keys.
    static RandomJoin of(RandomData data, int probeMax, int buildMax, int crossMax, int distinctMax) {
        int keys = data.random.nextInt(3);
        JoinKind kind = JoinKind.values()[data.random.nextInt(JoinKind.values().length)];
        if (kind == JoinKind.NULL_AWARE_ANTI) {
            keys = 1;
        }
        List<Type> keyTypes = data.types(keys);
        List<Type> probe = new ArrayList<>(keyTypes);
        probe.addAll(data.types(2));
        List<Type> build = new ArrayList<>(data.types(2));
        build.addAll(keyTypes);
        int distinct = 1 + data.random.nextInt(distinctMax);
        int buildCount = data.random.nextInt(4) == 0 ? 0 : data.random.nextInt(keys == 0 ? crossMax : buildMax);
        int buildNulls = data.random.nextBoolean() ? 0 : 10;
        List<List<Datum>> probeRows = data.rows(probe, 1 + data.random.nextInt(probeMax), distinct, 10);
        List<List<Datum>> buildRows = data.rows(build, buildCount, distinct, buildNulls);
        List<Integer> probeKeys = new ArrayList<>();
        List<Integer> buildKeys = new ArrayList<>();
        for (int k = 0; k < keys; k++) {
            probeKeys.add(k);
            buildKeys.add(2 + k);
        }
        if (kind == JoinKind.SINGLE) {
            buildRows = unique(buildRows, buildKeys);
        }
        List<Integer> outputs = new ArrayList<>();
        int outputsTo = probe.size() + (kind.pairs() || kind.isOfBuild() ? build.size() : 0);
        for (int i = kind.isOfBuild() ? probe.size() : 0; i < outputsTo; i++) {
            if (data.random.nextInt(3) > 0) {
                outputs.add(i);
            }
        }
        if (kind.marks()) {
            outputs.add(data.random.nextInt(outputs.size() + 1), probe.size() + build.size());
        }
        boolean withResidual = kind != JoinKind.NULL_AWARE_ANTI && data.random.nextInt(3) == 0;
        int residualProbe = probe.size() - 1;
        Expression residual = withResidual
                ? new Expression.Not(
                        new Expression.IsNull(new Expression.ColumnReference(probe.size(), build.getFirst())))
                : null;
        if (withResidual && probe.get(residualProbe).equals(build.getFirst())) {
            residual = new Expression.Comparison(
                    ComparisonOperator.LESS,
                    new Expression.ColumnReference(residualProbe, probe.get(residualProbe)),
                    new Expression.ColumnReference(probe.size(), build.getFirst()));
        }
        JoinNode node = new JoinNode(
                1, kind, TestTask.source(2, probe), TestTask.source(3, build), probeKeys, buildKeys, residual, outputs);
        return new RandomJoin(node, probeRows, buildRows);
    }

    /// The first of the rows that are equal in these columns.
    static List<List<Datum>> unique(List<List<Datum>> rows, List<Integer> columns) {
        Set<List<Datum>> seen = new HashSet<>();
        return rows.stream()
                .filter(row -> seen.add(columns.stream()
                        .map(row::get)
                        .map(value -> value instanceof Datum.Real r ? Datum.of(r.value() + 0.0) : value)
                        .toList()))
                .toList();
    }

    /// The same with some keys that have many rows on either side.
    RandomJoin skewed(RandomData data, int rows) {
        List<List<Datum>> probe = new ArrayList<>(probeRows);
        List<List<Datum>> build = new ArrayList<>(buildRows);
        for (int i = 0; i < rows && !build.isEmpty() && node.kind() != JoinKind.SINGLE; i++) {
            build.add(build.getFirst());
            probe.add(probe.getFirst());
        }
        Collections.shuffle(probe, data.random);
        Collections.shuffle(build, data.random);
        return new RandomJoin(node, probe, build);
    }

    List<Type> probeTypes() {
        return node.probe().outputTypes();
    }

    List<Type> buildTypes() {
        return node.build().outputTypes();
    }

    /// The rows that the join has, found by comparing every probe row with every build row.
    List<List<Datum>> nestedLoops() {
        List<List<Datum>> result = new ArrayList<>();
        boolean[] met = new boolean[buildRows.size()];
        boolean buildNull = node.kind() == JoinKind.NULL_AWARE_ANTI
                && buildRows.stream()
                        .anyMatch(row -> row.get(node.buildKeys().getFirst()).isNull());
        for (List<Datum> probe : probeRows) {
            boolean matched = false;
            for (int i = 0; i < buildRows.size(); i++) {
                List<Datum> build = buildRows.get(i);
                List<Datum> both = new ArrayList<>(probe);
                both.addAll(build);
                if (equal(node, probe, build) && meets(node.residual(), both)) {
                    if (matched && node.kind() == JoinKind.SINGLE) {
                        throw new EngineException(ErrorCode.CARDINALITY_VIOLATION, "two partners", null, null, null);
                    }
                    matched = true;
                    met[i] = true;
                    if (node.kind().pairs()) {
                        result.add(pick(both, node.outputs()));
                    }
                }
            }
            List<Datum> alone = new ArrayList<>(probe);
            node.build().outputTypes().forEach(type -> alone.add(Datum.NULL));
            boolean open = node.kind() == JoinKind.NULL_AWARE_MARK
                    && !matched
                    && buildRows.stream().anyMatch(build -> NaivePlan.isOpen(node, probe, build));
            alone.add(open ? Datum.NULL : Datum.of(matched));
            boolean pass = switch (node.kind()) {
                case INNER, BUILD_OUTER, BUILD_SEMI, BUILD_ANTI -> false;
                case LEFT, FULL, SINGLE, ANTI -> !matched;
                case MARK, NULL_AWARE_MARK -> true;
                case SEMI -> matched;
                case NULL_AWARE_ANTI ->
                    buildRows.isEmpty()
                            || (!buildNull
                                    && !matched
                                    && !probe.get(node.probeKeys().getFirst()).isNull());
            };
            if (pass) {
                result.add(pick(alone, node.outputs()));
            }
        }
        for (int i = 0; i < buildRows.size() && node.kind().endsWithBuildRows(); i++) {
            if (met[i] == (node.kind() == JoinKind.BUILD_SEMI)) {
                List<Datum> alone =
                        new ArrayList<>(Collections.nCopies(probeTypes().size(), Datum.NULL));
                alone.addAll(buildRows.get(i));
                result.add(pick(alone, node.outputs()));
            }
        }
        return result;
    }

    private static List<Datum> pick(List<Datum> row, List<Integer> positions) {
        return positions.stream().map(row::get).toList();
    }

    private static boolean equal(JoinNode node, List<Datum> probe, List<Datum> build) {
        for (int k = 0; k < node.probeKeys().size(); k++) {
            Datum left = probe.get(node.probeKeys().get(k));
            Datum right = build.get(node.buildKeys().get(k));
            if (left.isNull() || right.isNull() || DatumOrder.compare(left, right) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean meets(Expression residual, List<Datum> row) {
        return switch (residual) {
            case null -> true;
            case Expression.Not not
            when not.term() instanceof Expression.IsNull test ->
                !row.get(((Expression.ColumnReference) test.term()).index()).isNull();
            case Expression.Comparison less -> {
                Datum left = row.get(((Expression.ColumnReference) less.left()).index());
                Datum right = row.get(((Expression.ColumnReference) less.right()).index());
                yield !left.isNull() && !right.isNull() && DatumOrder.compare(left, right) < 0;
            }
            default -> throw new AssertionError(residual);
        };
    }
}
