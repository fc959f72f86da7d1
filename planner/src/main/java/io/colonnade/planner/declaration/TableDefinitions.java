package io.colonnade.planner.declaration;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Type;
import io.colonnade.planner.name.Names;
import io.colonnade.planner.statement.Definition;
import io.colonnade.planner.statement.Name;
import io.colonnade.planner.statement.OutputColumn;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.statement.Statement.DistributionSyntax;
import io.colonnade.planner.statement.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Makes table definitions of CREATE TABLE, and finds tables and columns by name.
///
/// *Distribution if none is given*: a table with a primary key of one column is taken for a dimension and
/// replicated; any other is dealt over slots, by no column in particular. *Slots if their number is not given*:
/// one on one node, else four per node.
public final class TableDefinitions {
    private static final int SLOTS_PER_NODE = 4;

    private TableDefinitions() {}

    public static TableDefinition define(
            Definition.CreateTable create, CatalogSnapshot snapshot, PlanSettings settings) {
        String schema = Names.schemaOfNew(create.table(), snapshot);
        List<ColumnDefinition> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> keyNames = new HashSet<>();
        create.keys().primaryKey().forEach(name -> keyNames.add(fold(name.text())));
        IdentityColumns.checkOnlyOne(create.columns());
        for (Statement.ColumnSyntax column : create.columns()) {
            checkUnique(column.name(), names);
            boolean nullable =
                    column.nullable() && !keyNames.contains(fold(column.name().text()));
            columns.add(ColumnDefinitions.original(column, columns.size() + 1, nullable));
        }
        List<Integer> primaryKey = ids(create.keys().primaryKey(), columns, create.table());
        checkKeys(create.keys().primaryKey(), columns, create.table());
        TableDefinition plain = new TableDefinition(
                settings.newTableId(),
                schema,
                create.table().name(),
                columns,
                ids(create.options().sortKey(), columns, create.table()),
                distribution(create.options(), columns, create.table(), primaryKey.size() == 1, settings),
                primaryKey,
                List.of());
        List<ForeignKey> foreignKeys = new ArrayList<>();
        for (Statement.ForeignKeySyntax key : create.keys().foreignKeys()) {
            foreignKeys.add(named(key, foreignKey(key, plain, snapshot), foreignKeys));
        }
        return partitioned(plain.withForeignKeys(foreignKeys), create.options());
    }

    public static TableDefinition define(
            Statement.CreateTableAs create,
            List<OutputColumn> source,
            CatalogSnapshot snapshot,
            PlanSettings settings) {
        String schema = Names.schemaOfNew(create.table(), snapshot);
        List<Name> given = create.columnNames();
        if (!given.isEmpty() && given.size() != source.size()) {
            throw new EngineException(
                    ErrorCode.INVALID_STATEMENT,
                    given.size() + " column names for a query of " + source.size() + " columns",
                    given.getFirst().position(),
                    null,
                    null);
        }
        List<ColumnDefinition> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < source.size(); i++) {
            OutputColumn column = source.get(i);
            Name name = given.isEmpty() ? new Name(column.name(), create.table().position()) : given.get(i);
            checkUnique(name, names);
            columns.add(new ColumnDefinition(i + 1, name.text(), column.type(), column.nullable()));
        }
        TableDefinition plain = new TableDefinition(
                settings.newTableId(),
                schema,
                create.table().name(),
                columns,
                ids(create.options().sortKey(), columns, create.table()),
                distribution(create.options(), columns, create.table(), false, settings),
                List.of(),
                List.of());
        return partitioned(plain, create.options());
    }

    /// Partitions take their ids from those of columns, which are never used again.
    private static TableDefinition partitioned(TableDefinition table, Statement.TableOptions options) {
        Statement.PartitioningSyntax partitioning = options.partitioning();
        if (partitioning == null) {
            return table;
        }
        int first = table.nextColumnId();
        return table.withColumns(
                        table.columns(), first + partitioning.partitions().size())
                .withPartitions(PartitionDefinitions.of(partitioning, table.columns(), table.name(), first));
    }

    private static void checkUnique(Name name, Set<String> names) {
        if (!names.add(fold(name.text()))) {
            throw new EngineException(
                    ErrorCode.DUPLICATE_COLUMN,
                    "column \"" + name + "\" is there twice",
                    name.position(),
                    "give each column a name of its own",
                    null);
        }
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Distribution distribution(
            Statement.TableOptions options,
            List<ColumnDefinition> columns,
            TableName table,
            boolean isDimension,
            PlanSettings settings) {
        int slots = settings.nodeCount() == 1 ? 1 : SLOTS_PER_NODE * settings.nodeCount();
        return switch (options.distribution()) {
            case null -> isDimension ? new Distribution.Replicated() : new Distribution.Hashed(List.of(), slots);
            case DistributionSyntax.Replicated r -> new Distribution.Replicated();
            case DistributionSyntax.Hash hash -> {
                checkKeys(hash.columns(), columns, table);
                yield new Distribution.Hashed(
                        ids(hash.columns(), columns, table), hash.slots() > 0 ? hash.slots() : slots);
            }
        };
    }

    /// Intervals that are equal may differ in their parts, so they are no keys.
    static void checkKeys(List<Name> names, List<ColumnDefinition> columns, TableName table) {
        for (Name name : names) {
            if (ColumnDefinitions.find(name, columns, table.toString()).type().equals(Type.INTERVAL)) {
                throw new EngineException(
                        ErrorCode.NOT_SUPPORTED,
                        "column \"" + name + "\" is an INTERVAL and cannot be a key",
                        name.position(),
                        null,
                        null);
            }
        }
    }

    private static List<Integer> ids(List<Name> names, List<ColumnDefinition> columns, TableName table) {
        List<Integer> ids = new ArrayList<>();
        for (Name name : names) {
            int id = ColumnDefinitions.find(name, columns, table.toString()).id();
            if (ids.contains(id)) {
                throw new EngineException(
                        ErrorCode.DUPLICATE_COLUMN,
                        "column \"" + name + "\" is named twice",
                        name.position(),
                        null,
                        null);
            }
            ids.add(id);
        }
        return ids;
    }

    /// A name that was given must be free; one that was not is made so by a number.
    private static ForeignKey named(Statement.ForeignKeySyntax syntax, ForeignKey key, List<ForeignKey> others) {
        Name given = syntax.name();
        String name = given == null ? key.name() : given.text();
        for (int number = 1; isTaken(name, others); number++) {
            if (given != null) {
                throw new EngineException(
                        ErrorCode.DUPLICATE_OBJECT,
                        "constraint \"" + name + "\" is there twice",
                        given.position(),
                        null,
                        null);
            }
            name = key.name() + number;
        }
        return new ForeignKey(name, key.columnIds(), key.referencedTableId(), key.referencedColumnIds(), false);
    }

    private static boolean isTaken(String name, List<ForeignKey> keys) {
        return keys.stream().anyMatch(key -> key.name().equalsIgnoreCase(name));
    }

    private static ForeignKey foreignKey(
            Statement.ForeignKeySyntax key, TableDefinition table, CatalogSnapshot snapshot) {
        boolean isSelf = key.referencedTable().name().equalsIgnoreCase(table.name())
                && key.referencedTable().schemaName(snapshot).equalsIgnoreCase(table.schema());
        TableDefinition referenced = isSelf ? table : Names.table(key.referencedTable(), snapshot);
        List<Integer> columns = ids(
                key.columns(),
                table.columns(),
                new TableName(null, table.name(), key.referencedTable().position()));
        List<Integer> targets = key.referencedColumns().isEmpty()
                ? referenced.primaryKey()
                : ids(key.referencedColumns(), referenced.columns(), key.referencedTable());
        if (columns.size() != targets.size()) {
            throw new EngineException(
                    ErrorCode.INVALID_STATEMENT,
                    columns.size() + " columns refer to " + targets.size() + " columns of \"" + referenced.name()
                            + "\"",
                    key.columns().getFirst().position(),
                    null,
                    null);
        }
        List<String> names = columns.stream()
                .map(id -> table.columns().get(table.position(id)).name())
                .toList();
        return new ForeignKey(
                table.name() + "_" + String.join("_", names) + "_fkey", columns, referenced.id(), targets, false);
    }

    /// The positions of named columns; of all columns if none is named.
    public static List<Integer> positions(List<Name> names, TableDefinition table) {
        List<Integer> positions = new ArrayList<>();
        if (names.isEmpty()) {
            for (int i = 0; i < table.columns().size(); i++) {
                positions.add(i);
            }
            return positions;
        }
        TableName tableName = new TableName(null, table.name(), names.getFirst().position());
        ids(names, table.columns(), tableName).forEach(id -> positions.add(table.position(id)));
        return positions;
    }
}
