package io.colonnade.planner;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.ColumnStatistics;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.TableStatistics;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.util.List;
import java.util.Optional;

/// A star of three tables that exist only to be planned with while a process starts.
final class WarmUpCatalog implements CatalogSnapshot {
    private static final long FACT_ROWS = 1_000_000;
    private static final long DIMENSION_ROWS = 1_000;

    // The first makes ready what every statement needs, while whoever starts the process still connects.
    static final List<String> STATEMENTS = List.of(
            "SELECT 1",
            "SELECT a.name, b.name, SUM(amount * quantity) AS revenue, AVG(amount), COUNT(*) FROM fact, dim a, dim b"
                    + " WHERE a_id = a.id AND b_id = b.id AND a.name = 'x' AND (b.name = 'y' OR b.name = 'z')"
                    + " AND day BETWEEN '2020-01-01' AND '2020-12-31' AND quantity < 25"
                    + " GROUP BY a.name, b.name HAVING COUNT(*) > 1 ORDER BY revenue DESC LIMIT 10",
            "SELECT name, CASE WHEN EXTRACT(YEAR FROM day) = 2020 THEN 1 ELSE 0 END FROM dim LEFT JOIN fact"
                    + " ON id = a_id WHERE UPPER(name) LIKE 'X%' AND id IN (SELECT b_id FROM fact)",
            "INSERT INTO dim VALUES (1, 'x'), (?, ?)");

    private final TableDefinition fact = table(
            1,
            "fact",
            new Distribution.Hashed(List.of(), 8),
            new ColumnDefinition(1, "a_id", Type.INTEGER, false),
            new ColumnDefinition(2, "b_id", Type.INTEGER, false),
            new ColumnDefinition(3, "day", Type.DATE, false),
            new ColumnDefinition(4, "quantity", Type.INTEGER, false),
            new ColumnDefinition(5, "amount", Type.decimal(12, 2), false));
    private final TableDefinition dimension = table(
            2,
            "dim",
            new Distribution.Replicated(),
            new ColumnDefinition(1, "id", Type.INTEGER, false),
            new ColumnDefinition(2, "name", Type.VARCHAR, true));

    private static TableDefinition table(long id, String name, Distribution distribution, ColumnDefinition... columns) {
        return new TableDefinition(
                id,
                TableDefinition.DEFAULT_SCHEMA,
                name,
                List.of(columns),
                List.of(),
                distribution,
                List.of(),
                List.of());
    }

    @Override
    public long version() {
        return 0;
    }

    @Override
    public long definitionVersion() {
        return 0;
    }

    @Override
    public long statisticsVersion() {
        return 0;
    }

    @Override
    public int nodeCount() {
        return 2;
    }

    @Override
    public List<String> schemas() {
        return List.of(TableDefinition.DEFAULT_SCHEMA);
    }

    @Override
    public List<TableDefinition> tables() {
        return List.of(dimension, fact);
    }

    @Override
    public Optional<TableDefinition> table(String schema, String name) {
        return tables().stream()
                .filter(table ->
                        table.schema().equalsIgnoreCase(schema) && table.name().equalsIgnoreCase(name))
                .findFirst();
    }

    @Override
    public Optional<TableDefinition> table(long tableId) {
        return tables().stream().filter(table -> table.id() == tableId).findFirst();
    }

    @Override
    public List<ViewDefinition> views() {
        return List.of();
    }

    @Override
    public TableStatistics statistics(long tableId) {
        long rows = tableId == fact.id() ? FACT_ROWS : DIMENSION_ROWS;
        List<ColumnDefinition> columns = tableId == fact.id() ? fact.columns() : dimension.columns();
        return new TableStatistics(
                rows,
                columns.stream()
                        .map(column -> new ColumnStatistics(column.id(), Datum.NULL, Datum.NULL, 0, DIMENSION_ROWS))
                        .toList());
    }

    @Override
    public List<SegmentEntry> segments(long tableId) {
        return List.of();
    }

    @Override
    public int nodeOfSlot(int slot, int slots) {
        return slot % nodeCount();
    }
}
