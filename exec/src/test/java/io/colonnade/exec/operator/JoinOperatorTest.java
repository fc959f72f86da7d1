package io.colonnade.exec.operator;

import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.core.type.Type;
import io.colonnade.exec.random.RandomData;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Joins of random pages against nested loops.
final class JoinOperatorTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void joinsAsNestedLoopsDo(long seed) {
        System.out.println("seed " + seed);
        for (int round = 0; round < 12; round++) {
            try (Arena arena = Arena.ofShared();
                    TestTask task = new TestTask(2)) {
                RandomData data = new RandomData(seed * 1000 + round, arena);
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
                int distinct = 1 + data.random.nextInt(300);
                int buildCount = data.random.nextInt(4) == 0 ? 0 : data.random.nextInt(keys == 0 ? 30 : 600);
                int buildNulls = data.random.nextBoolean() ? 0 : 10;
                List<List<Datum>> probeRows = data.rows(probe, 1 + data.random.nextInt(700), distinct, 10);
                List<List<Datum>> buildRows = data.rows(build, buildCount, distinct, buildNulls);
                List<Integer> probeKeys = new ArrayList<>();
                List<Integer> buildKeys = new ArrayList<>();
                for (int k = 0; k < keys; k++) {
                    probeKeys.add(k);
                    buildKeys.add(2 + k);
                }
                boolean pairs = kind == JoinKind.INNER || kind == JoinKind.LEFT;
                List<Integer> outputs = new ArrayList<>();
                for (int i = 0; i < probe.size() + (pairs ? build.size() : 0); i++) {
                    if (data.random.nextInt(3) > 0) {
                        outputs.add(i);
                    }
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
                        1,
                        kind,
                        TestTask.source(2, probe),
                        TestTask.source(3, build),
                        probeKeys,
                        buildKeys,
                        residual,
                        outputs);
                task.pages(2, data.pages(probe, probeRows, 1 + data.random.nextInt(600)));
                task.pages(3, data.pages(build, buildRows, 1 + data.random.nextInt(300)));
                int pageRows = List.of(1, 7, 64, 1000, 4096).get(data.random.nextInt(5));
                List<List<Datum>> actual =
                        task.run(node, pageRows, 1 + data.random.nextInt(2)).rows();
                TestTask.assertSameRows(
                        "seed " + seed + " round " + round + ": " + node,
                        actual,
                        nestedLoops(node, probeRows, buildRows));
            }
        }
    }

    private static List<List<Datum>> nestedLoops(
            JoinNode node, List<List<Datum>> probeRows, List<List<Datum>> buildRows) {
        List<List<Datum>> result = new ArrayList<>();
        boolean buildNull = node.kind() == JoinKind.NULL_AWARE_ANTI
                && buildRows.stream()
                        .anyMatch(row -> row.get(node.buildKeys().getFirst()).isNull());
        for (List<Datum> probe : probeRows) {
            boolean matched = false;
            for (List<Datum> build : buildRows) {
                List<Datum> both = new ArrayList<>(probe);
                both.addAll(build);
                if (equal(node, probe, build) && meets(node.residual(), both)) {
                    matched = true;
                    if (node.kind() == JoinKind.INNER || node.kind() == JoinKind.LEFT) {
                        result.add(pick(both, node.outputs()));
                    }
                }
            }
            List<Datum> alone = new ArrayList<>(probe);
            node.build().outputTypes().forEach(type -> alone.add(Datum.NULL));
            boolean pass = switch (node.kind()) {
                case INNER -> false;
                case LEFT, ANTI -> !matched;
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
