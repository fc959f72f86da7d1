package io.colonnade.planner.definition;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.ColumnStatistics;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.Partition;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.declaration.ColumnDefinitions;
import io.colonnade.planner.declaration.IdentityColumns;
import io.colonnade.planner.declaration.PartitionDefinitions;
import io.colonnade.planner.name.Names;
import io.colonnade.planner.statement.Alteration;
import io.colonnade.planner.statement.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A table on its way through the actions of ALTER TABLE. Rows are neither read nor written: segments keep
/// what they have, and a scan gives them the {@link ColumnDefinition#initial} of columns that they lack.
final class TableAlteration {
    private final CatalogSnapshot snapshot;
    private final TableDefinition before;
    private TableDefinition table;

    TableAlteration(TableDefinition table, CatalogSnapshot snapshot) {
        this.snapshot = snapshot;
        this.before = table;
        this.table = table;
    }

    void apply(Alteration action) {
        table = switch (action) {
            case Alteration.RenameTable rename ->
                table.named(table.schema(), rename.to().text());
            case Alteration.SetSchema set -> table.named(Names.schema(set.schema(), snapshot), table.name());
            case Alteration.RenameColumn rename -> rename(rename);
            case Alteration.AddColumn add -> add(add);
            case Alteration.DropColumn drop -> drop(drop);
            case Alteration.SetDefault set -> {
                ColumnDefinition column = column(set.column());
                yield replace(column, ColumnDefinitions.withDefault(column, set.column(), set.value()));
            }
            case Alteration.SetNullable set -> setNullable(set);
            case Alteration.ValidateConstraint validate -> validate(validate.constraint());
            case Alteration.AddPartition add -> addPartition(add);
            case Alteration.DropPartition drop -> dropPartition(drop);
        };
    }

    /// What is to be committed: nothing if nothing changed.
    List<CatalogChange> changes() {
        return table.equals(before) ? List.of() : List.of(new CatalogChange.AlterTable(before, table));
    }

    private ColumnDefinition column(Name name) {
        return ColumnDefinitions.find(name, table.columns(), table.name());
    }

    private TableDefinition replace(ColumnDefinition column, ColumnDefinition changed) {
        List<ColumnDefinition> columns = new ArrayList<>(table.columns());
        columns.set(table.position(column.id()), changed);
        return table.withColumns(columns, table.nextColumnId());
    }

    private TableDefinition rename(Alteration.RenameColumn rename) {
        ColumnDefinition column = column(rename.column());
        Optional<ColumnDefinition> same = ColumnDefinitions.find(rename.to().text(), table.columns());
        if (same.isPresent() && same.get().id() != column.id()) {
            throw duplicate(rename.to());
        }
        return replace(
                column,
                new ColumnDefinition(
                        column.id(),
                        rename.to().text(),
                        column.type(),
                        column.nullable(),
                        column.initial(),
                        column.byDefault()));
    }

    private EngineException duplicate(Name name) {
        return new EngineException(
                ErrorCode.DUPLICATE_COLUMN,
                "column \"" + name + "\" is there already in \"" + table.name() + "\"",
                name.position(),
                "give each column a name of its own",
                null);
    }

    private TableDefinition add(Alteration.AddColumn add) {
        Name name = add.column().name();
        if (ColumnDefinitions.find(name.text(), table.columns()).isPresent()) {
            if (add.ifNotExists()) {
                return table;
            }
            throw duplicate(name);
        }
        ColumnDefinition column = ColumnDefinitions.added(add.column(), table.nextColumnId());
        if (!column.nullable() && column.initial().isNull() && hasRows()) {
            throw new EngineException(
                    ErrorCode.NOT_NULL_VIOLATION,
                    "column \"" + name + "\" is NOT NULL, and the rows of \"" + table.name()
                            + "\" would have no value for it",
                    name.position(),
                    "give it a DEFAULT, which rows that are there get, too",
                    null);
        }
        List<ColumnDefinition> columns = new ArrayList<>(table.columns());
        columns.add(column);
        return table.withColumns(columns, column.id() + 1);
    }

    private boolean hasRows() {
        return snapshot.segments(table.id()).stream().anyMatch(segment -> segment.liveRows() > 0);
    }

    private TableDefinition drop(Alteration.DropColumn drop) {
        if (drop.ifExists()
                && ColumnDefinitions.find(drop.column().text(), table.columns()).isEmpty()) {
            return table;
        }
        ColumnDefinition column = column(drop.column());
        String use = ColumnUse.of(column, table, snapshot);
        if (use != null) {
            throw new EngineException(
                    ErrorCode.DEPENDENT_OBJECTS,
                    "column \"" + column.name() + "\" of \"" + table.name() + "\" cannot be dropped: " + use,
                    drop.column().position(),
                    "create a table without it and fill that from this one",
                    null);
        }
        List<ColumnDefinition> columns = new ArrayList<>(table.columns());
        columns.remove(column);
        return table.withColumns(columns, table.nextColumnId());
    }

    private TableDefinition setNullable(Alteration.SetNullable set) {
        ColumnDefinition column = column(set.column());
        if (set.nullable() && table.primaryKey().contains(column.id())) {
            throw new EngineException(
                    ErrorCode.DEPENDENT_OBJECTS,
                    "column \"" + column.name() + "\" is part of the primary key of \"" + table.name() + "\"",
                    set.column().position(),
                    "columns of a primary key are NOT NULL",
                    null);
        }
        if (set.nullable()) {
            IdentityColumns.checkNone(column, "it is NOT NULL", set.column().position());
        } else {
            checkNoNulls(column, set.column());
        }
        return replace(
                column,
                new ColumnDefinition(
                        column.id(),
                        column.name(),
                        column.type(),
                        set.nullable(),
                        column.initial(),
                        column.byDefault()));
    }

    private void checkNoNulls(ColumnDefinition column, Name name) {
        for (SegmentEntry segment : snapshot.segments(table.id())) {
            long nulls = nulls(column, segment);
            if (nulls > segment.deleted().count()) {
                throw new EngineException(
                        ErrorCode.NOT_NULL_VIOLATION,
                        "column \"" + column.name() + "\" of \"" + table.name() + "\" has rows without a value",
                        name.position(),
                        "give them one with UPDATE first",
                        null);
            }
            if (nulls > 0) {
                throw new EngineException(
                        ErrorCode.NOT_SUPPORTED,
                        "whether column \"" + column.name() + "\" of \"" + table.name()
                                + "\" is free of NULL cannot be told while rows with NULL are deleted, but not"
                                + " cleared away yet",
                        name.position(),
                        "try again later",
                        null);
            }
        }
    }

    private static long nulls(ColumnDefinition column, SegmentEntry segment) {
        for (ColumnStatistics stored : segment.columns()) {
            if (stored.columnId() == column.id()) {
                return stored.nullCount();
            }
        }
        return column.initial().isNull() ? segment.rowCount() : 0;
    }

    /// Says that the constraint holds; whoever commits that has to check it.
    private TableDefinition validate(Name name) {
        List<ForeignKey> keys = new ArrayList<>(table.foreignKeys());
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).name().equalsIgnoreCase(name.text())) {
                keys.set(i, keys.get(i).with(true));
                return table.withForeignKeys(keys);
            }
        }
        throw new EngineException(
                ErrorCode.UNKNOWN_OBJECT,
                "table \"" + table.name() + "\" has no foreign key \"" + name + "\"",
                name.position(),
                keys.isEmpty()
                        ? "it has none at all"
                        : "it has "
                                + String.join(
                                        ", ",
                                        keys.stream().map(ForeignKey::name).toList()),
                null);
    }

    private Partition.Scheme partitioning(Name partition) {
        Partition.@Nullable Scheme scheme = table.partitioning();
        if (scheme == null) {
            throw new EngineException(
                    ErrorCode.WRONG_OBJECT,
                    "table \"" + table.name() + "\" is not partitioned",
                    partition.position(),
                    "partitions are given with PARTITION BY RANGE in CREATE TABLE",
                    null);
        }
        return scheme;
    }

    private TableDefinition addPartition(Alteration.AddPartition add) {
        Partition.Scheme scheme = partitioning(add.partition().name());
        int id = table.nextColumnId();
        return table.withColumns(table.columns(), id + 1)
                .withPartitions(
                        PartitionDefinitions.with(add.partition(), id, scheme, table.column(scheme.columnId())));
    }

    private TableDefinition dropPartition(Alteration.DropPartition drop) {
        Name name = drop.partition();
        Partition.Scheme scheme = partitioning(name);
        Optional<Partition> dropped = PartitionDefinitions.find(name.text(), scheme);
        if (dropped.isEmpty()) {
            if (drop.ifExists()) {
                return table;
            }
            throw PartitionDefinitions.unknown(name, scheme, table.name());
        }
        List<Partition> left = new ArrayList<>(scheme.partitions());
        left.remove(dropped.get());
        return table.withPartitions(new Partition.Scheme(scheme.columnId(), left));
    }
}
