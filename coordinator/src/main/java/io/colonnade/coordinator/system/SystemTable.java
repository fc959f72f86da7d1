package io.colonnade.coordinator.system;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A table that the engine makes the rows of: each has a value for each column of the definition.
record SystemTable(TableDefinition definition, Function<SystemView, List<List<Datum>>> rows) {
    /// A schema of such tables, whose ids go down from `lastId`.
    static final class Schema {
        private final String name;
        private final List<SystemTable> tables = new ArrayList<>();
        private long id;

        Schema(String name, long lastId) {
            this.name = name;
            this.id = lastId;
        }

        Schema add(String table, Columns columns, Function<SystemView, List<List<Datum>>> rows) {
            TableDefinition definition = new TableDefinition(
                    --id, name, table, columns.columns, List.of(), new Distribution.Replicated(), List.of(), List.of());
            tables.add(new SystemTable(definition, rows));
            return this;
        }

        List<SystemTable> tables() {
            return List.copyOf(tables);
        }
    }

    /// The columns of a table while it is written down.
    static final class Columns {
        private final List<ColumnDefinition> columns = new ArrayList<>();

        Columns text(String... names) {
            return add(Type.VARCHAR, false, names);
        }

        Columns textOrNull(String... names) {
            return add(Type.VARCHAR, true, names);
        }

        Columns number(String... names) {
            return add(Type.BIGINT, false, names);
        }

        Columns numberOrNull(String... names) {
            return add(Type.BIGINT, true, names);
        }

        Columns truth(String... names) {
            return add(Type.BOOLEAN, false, names);
        }

        Columns add(Type type, boolean nullable, String... names) {
            for (String name : names) {
                columns.add(new ColumnDefinition(columns.size() + 1, name, type, nullable));
            }
            return this;
        }
    }

    /// A row of texts, numbers and truth values as they are in Java; null is NULL.
    static List<Datum> row(@Nullable Object... values) {
        List<Datum> row = new ArrayList<>();
        for (@Nullable Object value : values) {
            row.add(datum(value));
        }
        return row;
    }

    private static Datum datum(@Nullable Object value) {
        return switch (value) {
            case null -> Datum.NULL;
            case Datum datum -> datum;
            case String text -> Datum.of(text);
            case Integer number -> Datum.of(number.longValue());
            case Long number -> Datum.of(number);
            case Double number -> Datum.of(number);
            case Boolean truth -> Datum.of(truth);
            default -> throw new IllegalArgumentException(value.getClass() + " in a row");
        };
    }
}
