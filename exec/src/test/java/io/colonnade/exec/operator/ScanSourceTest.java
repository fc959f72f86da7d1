package io.colonnade.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.fragment.NodeFigures;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.core.type.Type;
import io.colonnade.exec.random.RandomData;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Scans of hand-made segments with conjuncts and runtime filters against row-by-row tests.
final class ScanSourceTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void findsTheRowsThatRowByRowTestsFind(long seed) {
        System.out.println("seed " + seed);
        for (int round = 0; round < 15; round++) {
            try (Arena arena = Arena.ofShared();
                    TestTask task = new TestTask(2)) {
                new Case(seed * 1000 + round, arena, task).check();
            }
        }
    }

    /// One table, its conditions and its filters.
    private static final class Case {
        private final RandomData data;
        private final TestTask task;
        private final String name;
        private final List<Type> types;
        private final List<List<Datum>> rows = new ArrayList<>();

        Case(long seed, Arena arena, TestTask task) {
            this.name = "seed " + seed;
            this.data = new RandomData(seed, arena);
            this.task = task;
            this.types = data.types(5);
            boolean sorted = data.random.nextBoolean();
            int distinct = data.random.nextBoolean() ? 20 : 2000;
            for (int s = 0; s < 1 + data.random.nextInt(2); s++) {
                HandMadeSegment segment = new HandMadeSegment(s + 1);
                for (int b = 0; b < 1 + data.random.nextInt(3); b++) {
                    int count =
                            data.random.nextBoolean() ? 1 + data.random.nextInt(200) : 4000 + data.random.nextInt(6000);
                    List<List<Datum>> block =
                            new ArrayList<>(data.rows(types, count, distinct, data.random.nextInt(2) * 9));
                    if (sorted) {
                        block.sort(Comparator.comparing(row -> row.getFirst(), RandomData.order(true, false)));
                    }
                    segment.block(data, types, block);
                    rows.addAll(block);
                }
                task.segment(2, segment);
            }
        }

        void check() {
            List<ScanNode.ScanColumn> columns = new ArrayList<>();
            List<Integer> outputs = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                columns.add(new ScanNode.ScanColumn(i, "c" + i, types.get(i)));
                if (data.random.nextInt(4) > 0) {
                    outputs.add(i);
                }
            }
            List<Expression> conjuncts = new ArrayList<>();
            List<List<Datum>> expected = new ArrayList<>(rows);
            for (int i = 0; i < data.random.nextInt(4); i++) {
                conjuncts.add(conjunct(expected));
            }
            int filtered = data.random.nextInt(types.size());
            boolean join = data.random.nextBoolean() && outputs.contains(filtered);
            ScanNode scan = new ScanNode(
                    2,
                    1,
                    "t",
                    columns,
                    conjuncts,
                    join ? List.of(new ScanNode.RuntimeFilterUse(1, 0, filtered)) : List.of(),
                    outputs);
            int pageRows = List.of(1, 7, 64, 1000, 4096).get(data.random.nextInt(5));
            int threads = 1 + data.random.nextInt(2);
            if (!join) {
                TestTask.assertSameRows(
                        name + scan, task.run(scan, pageRows, threads).rows(), pick(expected, outputs));
                return;
            }
            Type type = types.get(filtered);
            List<List<Datum>> keys = data.rows(List.of(type), data.random.nextInt(60), 2000, 20);
            task.pages(3, data.pages(List.of(type), keys, 100));
            List<Integer> all = new ArrayList<>();
            for (int i = 0; i < outputs.size(); i++) {
                all.add(i);
            }
            JoinNode node = new JoinNode(
                    1,
                    JoinKind.SEMI,
                    scan,
                    TestTask.source(3, List.of(type)),
                    List.of(outputs.indexOf(filtered)),
                    List.of(0),
                    null,
                    all);
            Set<Datum> present = new HashSet<>();
            keys.forEach(row -> present.add(normal(row.getFirst())));
            present.remove(Datum.NULL);
            expected.removeIf(row -> !present.contains(normal(row.get(filtered))));
            TestTask.assertSameRows(
                    name + node, task.run(node, pageRows, threads).rows(), pick(expected, outputs));
        }

        private static Datum normal(Datum value) {
            return value instanceof Datum.Real r ? Datum.of(r.value() + 0.0) : value;
        }

        /// A random comparison; drops the rows from `left` that do not meet it.
        private Expression conjunct(List<List<Datum>> left) {
            int column = data.random.nextInt(types.size());
            Datum value = data.datum(types.get(column), 2000, 0);
            ComparisonOperator operator =
                    ComparisonOperator.values()[data.random.nextInt(ComparisonOperator.values().length)];
            left.removeIf(row -> {
                Datum datum = row.get(column);
                if (datum.isNull()) {
                    return true;
                }
                int order = DatumOrder.compare(datum, value);
                return !switch (operator) {
                    case EQUAL -> order == 0;
                    case NOT_EQUAL -> order != 0;
                    case LESS -> order < 0;
                    case LESS_OR_EQUAL -> order <= 0;
                    case GREATER -> order > 0;
                    case GREATER_OR_EQUAL -> order >= 0;
                };
            });
            return new Expression.Comparison(
                    operator,
                    new Expression.ColumnReference(column, types.get(column)),
                    new Expression.Literal(types.get(column), value));
        }

        private static List<List<Datum>> pick(List<List<Datum>> rows, List<Integer> positions) {
            return rows.stream()
                    .map(row -> positions.stream().map(row::get).toList())
                    .toList();
        }
    }

    @Test
    void skipsBlocksByZonesAndFiltersAndSaysSo() {
        try (Arena arena = Arena.ofShared();
                TestTask task = new TestTask(1)) {
            RandomData data = new RandomData(5, arena);
            List<Type> types = List.of(Type.INTEGER, Type.INTEGER);
            HandMadeSegment segment = new HandMadeSegment(1);
            for (int block = 0; block < 10; block++) {
                List<List<Datum>> rows = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    rows.add(List.of(Datum.of(block * 1000 + i), Datum.of(i % 10)));
                }
                segment.block(data, types, rows);
            }
            task.segment(2, segment);
            ScanNode scan = new ScanNode(
                    2,
                    1,
                    "t",
                    List.of(
                            new ScanNode.ScanColumn(0, "a", Type.INTEGER),
                            new ScanNode.ScanColumn(1, "b", Type.INTEGER)),
                    List.of(new Expression.Comparison(
                            ComparisonOperator.GREATER_OR_EQUAL,
                            new Expression.ColumnReference(0, Type.INTEGER),
                            new Expression.Literal(Type.INTEGER, Datum.of(4000)))),
                    List.of(new ScanNode.RuntimeFilterUse(1, 0, 0)),
                    List.of(0, 1));
            List<List<Datum>> keys = List.of(List.of(Datum.of(4005)), List.of(Datum.of(6100)));
            task.pages(3, data.pages(List.of(Type.INTEGER), keys, 10));
            JoinNode join = new JoinNode(
                    1,
                    JoinKind.INNER,
                    scan,
                    TestTask.source(3, List.of(Type.INTEGER)),
                    List.of(0),
                    List.of(0),
                    null,
                    List.of(0, 1));
            TestTask.Outcome outcome = task.run(join, 4096, 1);
            assertThat(outcome.rows()).hasSize(2);
            NodeFigures figures = outcome.report().figures().stream()
                    .filter(f -> f.nodeId() == 2)
                    .findFirst()
                    .orElseThrow();
            assertThat(figures.blocks()).isEqualTo(10);
            assertThat(figures.blocksSkippedByZone()).isEqualTo(4);
            assertThat(figures.blocksSkippedByFilter()).isEqualTo(4);
            assertThat(figures.rowsSkippedByFilter()).isEqualTo(1998);
            assertThat(figures.bytes()).isEqualTo(4);
            assertThat(figures.rowsOut()).isEqualTo(2);
        }
    }
}
