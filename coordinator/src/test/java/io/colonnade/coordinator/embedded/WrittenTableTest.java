package io.colonnade.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.coordinator.schedule.RunningQuery;
import io.colonnade.coordinator.schedule.TaskRounds;
import io.colonnade.coordinator.schedule.TaskScheduler;
import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.coordinator.statement.Engine;
import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.fragment.TaskSettings;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.RemoteSourceNode;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.SortNode;
import io.colonnade.core.plan.TableWriteNode;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.exchange.ClientOutput;
import io.colonnade.storage.meta.MetaCommand;
import io.colonnade.storage.meta.MetaLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Plans made by hand through scheduler, workers, exchange and storage: what lies below the planner.
@Timeout(60)
class WrittenTableTest {
    private static final int ROWS = 1000;

    private long nextQuery = 1;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void rowsDealtToSlotsAreScannedAndMergedInOrder(int nodes) throws Exception {
        EngineSettings settings =
                new EngineSettings(nodes, 256L << 20, false, new RunSettings(100, 2, Long.MAX_VALUE, false));
        try (EmbeddedEngine embedded = new EmbeddedEngine("test", null, settings, SharedParts.surroundings())) {
            Engine engine = embedded.engine();
            MetaLog log = engine.database().metaLog();
            long id = log.submit(new MetaCommand.ReserveIds(MetaCommand.IdKind.TABLE, 1))
                    .firstId();
            int slots = engine.database().defaultSlots();
            TableDefinition table = new TableDefinition(
                    id,
                    TableDefinition.DEFAULT_SCHEMA,
                    "t",
                    List.of(
                            new ColumnDefinition(1, "k", Type.BIGINT, false),
                            new ColumnDefinition(2, "s", Type.VARCHAR, true)),
                    List.of(1),
                    new Distribution.Hashed(List.of(1), slots),
                    List.of(),
                    List.of());
            List<TaskReport> reports = run(engine, write(table, slots, nodes), (types, task) -> {
                throw new AssertionError();
            });
            List<SegmentEntry> written = reports.stream()
                    .flatMap(report -> report.written().stream())
                    .toList();
            assertThat(written.stream().mapToLong(SegmentEntry::rowCount).sum()).isEqualTo(ROWS);
            log.submit(new MetaCommand.Commit(
                    1, log.snapshot().version(), List.of(new CatalogChange.CreateTable(table)), written));

            List<Long> keys = new ArrayList<>();
            run(engine, read(table, nodes), (types, task) -> driver -> page -> collect(page, keys));
            assertThat(keys)
                    .isEqualTo(IntStream.range(0, ROWS).asLongStream().boxed().toList());
        }
    }

    private static void collect(Page page, List<Long> keys) {
        for (int row = 0; row < page.rows(); row++) {
            if (page.column(0).datum(page.position(row)) instanceof Datum.Int key) {
                keys.add(key.value());
            }
        }
    }

    private static List<PlanFragment> write(TableDefinition table, int slots, int nodes) {
        List<List<Expression>> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            int key = i * 37 % ROWS;
            rows.add(List.of(
                    new Expression.Literal(Type.BIGINT, Datum.of(key)),
                    new Expression.Literal(
                            Type.VARCHAR, key % 7 == 0 ? Datum.NULL : Datum.of("a text of row " + key))));
        }
        ValuesNode values = new ValuesNode(1, List.of(Type.BIGINT, Type.VARCHAR), rows);
        if (nodes == 1) {
            return List.of(new PlanFragment(
                    0, new TableWriteNode(2, values, table), PlanFragment.Placement.ALL_NODES, new Output.None()));
        }
        PlanNode source = new RemoteSourceNode(3, 1, values.outputTypes(), List.of());
        return List.of(
                new PlanFragment(
                        0, new TableWriteNode(2, source, table), PlanFragment.Placement.ALL_NODES, new Output.None()),
                new PlanFragment(1, values, PlanFragment.Placement.COORDINATOR, new Output.Slots(List.of(0), slots)));
    }

    private static List<PlanFragment> read(TableDefinition table, int nodes) {
        ScanNode scan = new ScanNode(
                1,
                table.id(),
                table.name(),
                List.of(new ScanNode.ScanColumn(1, "k", Type.BIGINT), new ScanNode.ScanColumn(2, "s", Type.VARCHAR)),
                List.of(),
                List.of(),
                List.of(0, 1));
        List<SortKey> keys = List.of(new SortKey(0, true, false));
        SortNode sort = new SortNode(2, scan, keys);
        if (nodes == 1) {
            return List.of(new PlanFragment(0, sort, PlanFragment.Placement.ALL_NODES, new Output.Client()));
        }
        return List.of(
                new PlanFragment(
                        0,
                        new RemoteSourceNode(3, 1, sort.outputTypes(), keys),
                        PlanFragment.Placement.COORDINATOR,
                        new Output.Client()),
                new PlanFragment(1, sort, PlanFragment.Placement.ALL_NODES, new Output.Gather()));
    }

    private List<TaskReport> run(Engine engine, List<PlanFragment> fragments, ClientOutput client) throws Exception {
        CatalogSnapshot snapshot = engine.database().metaLog().snapshot();
        TaskSettings settings = new TaskSettings(100, 2, 128 << 20, false, 0, true);
        List<TaskSpec> tasks = new TaskScheduler(engine.nodes())
                .schedule(new QueryId(nextQuery++), fragments, snapshot, List.of(), List.of(), settings);
        return RunningQuery.start(TaskRounds.of(tasks), engine.nodes(), client)
                .completion()
                .get(20, TimeUnit.SECONDS);
    }
}
