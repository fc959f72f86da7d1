package io.colonnade.planner.declaration;

import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.statement.Name;
import io.colonnade.planner.statement.QueryBody;
import io.colonnade.planner.statement.Statement.ColumnSyntax;
import io.colonnade.planner.statement.Statement.IdentitySyntax;
import io.colonnade.planner.syntax.Suggestions;
import java.util.List;
import java.util.Optional;

/// Makes columns of their syntax, and finds them by name.
public final class ColumnDefinitions {
    private ColumnDefinitions() {}

    /// A column that a table has from its start.
    public static ColumnDefinition original(ColumnSyntax column, int id, boolean nullable) {
        IdentitySyntax identity = column.identity();
        return new ColumnDefinition(
                id,
                column.name().text(),
                column.type(),
                nullable && identity == null,
                Datum.NULL,
                identity == null ? byDefault(column) : IdentityColumns.define(column, identity));
    }

    /// A column that comes to a table which may have rows: they have its default.
    public static ColumnDefinition added(ColumnSyntax column, int id) {
        if (column.identity() != null) {
            throw new EngineException(
                    ErrorCode.NOT_SUPPORTED,
                    "adding an identity column to a table is not supported yet",
                    column.name().position(),
                    "create a table with it and copy the rows",
                    null);
        }
        ColumnDefault.Constant byDefault = byDefault(column);
        return new ColumnDefinition(
                id, column.name().text(), column.type(), column.nullable(), byDefault.value(), byDefault);
    }

    private static ColumnDefault.Constant byDefault(ColumnSyntax column) {
        QueryBody value = column.byDefault();
        return new ColumnDefault.Constant(value == null ? Datum.NULL : value(value, column.name(), column.type()));
    }

    private static Datum value(QueryBody value, Name name, Type type) {
        return Constants.of(value, type, "the default of column \"" + name + "\"");
    }

    /// The same column with another default for rows to come.
    public static ColumnDefinition withDefault(ColumnDefinition column, Name name, QueryBody value) {
        IdentityColumns.checkNone(column, "it has no other default", name.position());
        return new ColumnDefinition(
                column.id(),
                column.name(),
                column.type(),
                column.nullable(),
                column.initial(),
                new ColumnDefault.Constant(value(value, name, column.type())));
    }

    /// The column of that name; `table` is the name of their table.
    public static ColumnDefinition find(Name name, List<ColumnDefinition> columns, String table) {
        return find(name.text(), columns)
                .orElseThrow(() -> new EngineException(
                        ErrorCode.UNKNOWN_COLUMN,
                        "column \"" + name + "\" does not exist in \"" + table + "\"",
                        name.position(),
                        Suggestions.didYouMean(
                                name.text(),
                                columns.stream().map(ColumnDefinition::name).toList()),
                        null));
    }

    /// The column of that name, if there is one.
    public static Optional<ColumnDefinition> find(String name, List<ColumnDefinition> columns) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
