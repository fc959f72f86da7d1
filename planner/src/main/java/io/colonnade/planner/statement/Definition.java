package io.colonnade.planner.statement;

import io.colonnade.planner.statement.Statement.ColumnSyntax;
import io.colonnade.planner.statement.Statement.KeySyntax;
import io.colonnade.planner.statement.Statement.TableOptions;
import java.util.List;

/// What a statement defines that touches no rows. Names were not looked up yet.
public sealed interface Definition {
    /// CREATE TABLE with columns of its own.
    record CreateTable(
            TableName table, boolean ifNotExists, List<ColumnSyntax> columns, TableOptions options, KeySyntax keys)
            implements Definition {
        public CreateTable {
            columns = List.copyOf(columns);
        }
    }

    /// DROP TABLE of one or more.
    record DropTables(List<TableName> tables, boolean ifExists) implements Definition {
        public DropTables {
            tables = List.copyOf(tables);
        }
    }

    /// ALTER TABLE, one action after the other.
    record AlterTable(TableName table, boolean ifExists, List<Alteration> actions) implements Definition {
        public AlterTable {
            actions = List.copyOf(actions);
        }
    }

    /// CREATE VIEW; `columns` is empty if those of the query name themselves, `sql` is the text of the query.
    record CreateView(TableName view, boolean orReplace, List<Name> columns, String sql) implements Definition {
        public CreateView {
            columns = List.copyOf(columns);
        }
    }

    /// DROP VIEW of one or more.
    record DropViews(List<TableName> views, boolean ifExists) implements Definition {
        public DropViews {
            views = List.copyOf(views);
        }
    }

    /// CREATE SCHEMA.
    record CreateSchema(Name schema, boolean ifNotExists) implements Definition {}

    /// DROP SCHEMA; with `cascade` its tables and views go, without it there must be none.
    record DropSchema(Name schema, boolean ifExists, boolean cascade) implements Definition {}
}
