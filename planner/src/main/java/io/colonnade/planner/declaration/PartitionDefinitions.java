package io.colonnade.planner.declaration;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.Partition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.core.type.Type;
import io.colonnade.planner.statement.Name;
import io.colonnade.planner.statement.QueryBody;
import io.colonnade.planner.statement.Statement.PartitionSyntax;
import io.colonnade.planner.statement.Statement.PartitioningSyntax;
import io.colonnade.planner.syntax.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes range partitions of their syntax: their bounds ascend, and only the last may be open.
public final class PartitionDefinitions {
    private PartitionDefinitions() {}

    /// Partitions of a new table, with ids from `firstId`.
    public static Partition.Scheme of(
            PartitioningSyntax syntax, List<ColumnDefinition> columns, String table, int firstId) {
        ColumnDefinition column = ColumnDefinitions.find(syntax.column(), columns, table);
        if (column.type().equals(Type.INTERVAL)) {
            throw new EngineException(
                    ErrorCode.NOT_SUPPORTED,
                    "partitions by the INTERVAL \"" + column.name() + "\" are not supported",
                    syntax.column().position(),
                    null,
                    null);
        }
        Partition.Scheme scheme = new Partition.Scheme(column.id(), List.of());
        for (PartitionSyntax partition : syntax.partitions()) {
            int id = firstId + scheme.partitions().size();
            scheme = with(partition, id, scheme, column);
        }
        return scheme;
    }

    /// With one more partition, above all others.
    public static Partition.Scheme with(
            PartitionSyntax syntax, int id, Partition.Scheme scheme, ColumnDefinition column) {
        Name name = syntax.name();
        if (find(name.text(), scheme).isPresent()) {
            throw new EngineException(
                    ErrorCode.DUPLICATE_OBJECT,
                    "partition \"" + name + "\" is there already",
                    name.position(),
                    "give each partition of a table a name of its own",
                    null);
        }
        Datum below = bound(syntax, column);
        if (!scheme.partitions().isEmpty()) {
            checkAbove(scheme.partitions().getLast(), below, name);
        }
        List<Partition> partitions = new ArrayList<>(scheme.partitions());
        partitions.add(new Partition(id, name.text(), below));
        return new Partition.Scheme(scheme.columnId(), partitions);
    }

    private static Datum bound(PartitionSyntax syntax, ColumnDefinition column) {
        QueryBody below = syntax.below();
        if (below == null) {
            return Datum.NULL;
        }
        String what = "the bound of partition \"" + syntax.name() + "\"";
        Datum bound = Constants.of(below, column.type(), what);
        if (bound.isNull()) {
            throw new EngineException(
                    ErrorCode.INVALID_STATEMENT,
                    what + " is NULL",
                    syntax.name().position(),
                    "rows with NULL belong to the first partition; MAXVALUE is no bound",
                    null);
        }
        return bound;
    }

    private static void checkAbove(Partition last, Datum below, Name name) {
        if (last.below().isNull()) {
            throw new EngineException(
                    ErrorCode.INVALID_STATEMENT,
                    "partition \"" + name + "\" comes after \"" + last.name() + "\", which takes all that is left",
                    name.position(),
                    "only the last partition can be LESS THAN MAXVALUE",
                    null);
        }
        if (!below.isNull() && DatumOrder.compare(below, last.below()) <= 0) {
            throw new EngineException(
                    ErrorCode.INVALID_STATEMENT,
                    "the bound of partition \"" + name + "\" is not above that of \"" + last.name() + "\"",
                    name.position(),
                    "list partitions in ascending order; new ones come last",
                    null);
        }
    }

    /// No partition has that name.
    public static EngineException unknown(Name name, Partition.Scheme scheme, String table) {
        return new EngineException(
                ErrorCode.UNKNOWN_OBJECT,
                "table \"" + table + "\" has no partition \"" + name + "\"",
                name.position(),
                Suggestions.didYouMean(
                        name.text(),
                        scheme.partitions().stream().map(Partition::name).toList()),
                null);
    }

    /// The partition of that name, if there is one.
    public static Optional<Partition> find(String name, Partition.Scheme scheme) {
        return scheme.partitions().stream()
                .filter(partition -> partition.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
