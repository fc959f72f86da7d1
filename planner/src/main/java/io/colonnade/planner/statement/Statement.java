package io.colonnade.planner.statement;

import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.error.Position;
import io.colonnade.core.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement that was parsed, but not yet checked against a catalog.
///
/// ```text
/// Query, Insert, Copy, CopyTo,
/// CreateTableAs                        planned, it has fragments to run
/// Delete, Update, Merge                planned, it has fragments to run
/// Define                               planned, it has the changes to commit, no fragments
/// Begin, Commit, Rollback              carry all there is to know
/// Truncate                             planned, its target is known
/// Optimize                             planned, it has a target, no fragments
/// Backup, Restore, ShowHealth          carry all there is to know
/// Verify                               planned, it has a target if it names a table, no fragments
/// DescribeQuery                        planned, only its columns are wanted
/// DescribeTable, Analyze, Show..       carry all there is to know; the names are right
/// SetSetting, Prepare, Execute, Kill.. carry all there is to know
/// Explain                              the plan is that of `inner`, to be shown by QueryPlanner.explain
/// ```
public sealed interface Statement {
    /// SELECT, VALUES, WITH.
    record Query(QueryBody body) implements Statement {}

    /// EXPLAIN shows the plan of `inner`.
    record Explain(Detail detail, Format format, Statement inner) implements Statement {
        /// As lines for people, or as one JSON document.
        public enum Format {
            TEXT,
            JSON
        }

        /// What is shown: the plan; how it came about, step by step; the plan with what happened when it ran.
        public enum Detail {
            PLAN,
            STEPS,
            ANALYZE
        }
    }

    /// CREATE, ALTER and DROP of all that touches no rows.
    record Define(Definition definition) implements Statement {}

    /// `columnNames` is empty if the names of the query's columns are taken.
    record CreateTableAs(
            TableName table, boolean ifNotExists, List<Name> columnNames, TableOptions options, QueryBody source)
            implements Statement {
        public CreateTableAs {
            columnNames = List.copyOf(columnNames);
        }
    }

    /// `columns` is empty if all columns are meant. With `overriding` it may give values to a column that is
    /// GENERATED ALWAYS.
    record Insert(TableName table, List<Name> columns, boolean overriding, QueryBody source) implements Statement {
        public Insert {
            columns = List.copyOf(columns);
        }
    }

    /// `alias` is the name of the table in the statement; without a `condition` all rows are meant.
    record Delete(TableName table, Name alias, @Nullable QueryBody condition) implements Statement {}

    /// `from` are further tables that expressions may name.
    record Update(
            TableName table,
            Name alias,
            List<Assignment> assignments,
            @Nullable QueryBody from,
            @Nullable QueryBody condition)
            implements Statement {
        public Update {
            assignments = List.copyOf(assignments);
        }
    }

    /// Of the clauses that fit a row the first counts.
    record Merge(TableName table, Name alias, QueryBody source, QueryBody condition, List<MergeClause> clauses)
            implements Statement {
        public Merge {
            clauses = List.copyOf(clauses);
        }
    }

    /// Removes all rows.
    record Truncate(TableName table) implements Statement {}

    /// `column = value`, DEFAULT if it is null.
    record Assignment(Name column, @Nullable QueryBody value) {}

    /// `WHEN [NOT] MATCHED [AND condition] THEN action`.
    record MergeClause(boolean matched, @Nullable QueryBody condition, MergeAction action) {}

    /// What a clause of MERGE does.
    sealed interface MergeAction {
        /// UPDATE SET.
        record UpdateRow(List<Assignment> assignments) implements MergeAction {
            public UpdateRow {
                assignments = List.copyOf(assignments);
            }
        }

        /// DELETE.
        record DeleteRow() implements MergeAction {}

        /// INSERT [(columns)] VALUES (...).
        record InsertRow(List<Assignment> assignments) implements MergeAction {
            public InsertRow {
                assignments = List.copyOf(assignments);
            }
        }

        /// DO NOTHING.
        record Nothing() implements MergeAction {}
    }

    /// `path` names a file or a glob as it was written; `options.format()` was told from its extension if the
    /// statement does not say. `columns` is empty if all columns are meant. Bad rows that are left out go to
    /// the file `rejects`, or to one beside the first file; a load with a `label` is committed once. With
    /// `checksKeys` a row that refers to none is bad.
    record Copy(
            TableName table,
            List<Name> columns,
            String path,
            FileOptions options,
            @Nullable String rejects,
            @Nullable String label,
            boolean checksKeys)
            implements Statement {
        public Copy {
            columns = List.copyOf(columns);
        }
    }

    /// Carried out by the session, without a plan and outside of transactions.
    sealed interface SessionControl extends Statement {}

    /// Begins or ends a transaction.
    sealed interface TransactionControl extends SessionControl {}

    /// SET; without a value the setting gets what the connection began with, as RESET does.
    record SetSetting(Name name, @Nullable String value) implements SessionControl {}

    /// SET TRANSACTION, READ ONLY or with an isolation level that is met anyway.
    record SetTransaction(boolean readOnly) implements SessionControl {}

    /// SET SESSION CHARACTERISTICS AS TRANSACTION; null leaves it open whether they only read.
    record SetTransactions(@Nullable Boolean readOnly) implements SessionControl {}

    /// RESET ALL.
    record ResetAll() implements SessionControl {}

    /// PREPARE: `sql` is the text of a statement with parameters. The first of them have the given types, others
    /// that of the place where they stand.
    record Prepare(Name name, List<Type> types, String sql) implements SessionControl {
        public Prepare {
            types = List.copyOf(types);
        }
    }

    /// EXECUTE; `values` is a query of one row, null if no value is given.
    record Execute(Name name, @Nullable QueryBody values) implements SessionControl {}

    /// DEALLOCATE; all of them without a name.
    record Deallocate(@Nullable Name name) implements SessionControl {}

    /// KILL: stops the statement of that number, whoever runs it.
    record Kill(long id) implements SessionControl {}

    /// Answers a few rows of what is known, without tasks.
    sealed interface Description extends Statement {}

    /// The columns of a table or view.
    record DescribeTable(TableName table) implements Description {}

    /// The columns of what a query answers; it is not run.
    record DescribeQuery(QueryBody query) implements Description {}

    /// The statement that makes a table or view.
    record ShowCreate(TableName table) implements Description {}

    /// The value of a setting.
    record ShowSetting(Name name) implements Description {}

    /// ANALYZE: how good the statistics of a table are, of all without a name.
    record Analyze(@Nullable TableName table) implements Description {}

    /// BEGIN, START TRANSACTION.
    record Begin(boolean readOnly) implements TransactionControl {}

    /// COMMIT, END.
    record Commit() implements TransactionControl {}

    /// ROLLBACK.
    record Rollback() implements TransactionControl {}

    /// The rows of a query into a new file; with `overwrite` one that is there is replaced.
    record CopyTo(QueryBody source, String path, FileOptions options, boolean overwrite) implements Statement {}

    /// OPTIMIZE TABLE: the rows stay as they are, in fewer and larger segments.
    record Optimize(TableName table) implements Statement {}

    /// Statements for whoever looks after a database: no plan, and a few rows that tell what was done or found.
    sealed interface Care extends Statement {}

    /// BACKUP TO: the database as it is now, in a directory of its own.
    record Backup(String directory) implements Care {}

    /// RESTORE FROM: what a backup holds, into a database without tables.
    record Restore(String directory) implements Care {}

    /// SHOW HEALTH: what is known to be damaged.
    record ShowHealth() implements Care {}

    /// VERIFY TABLE, or VERIFY DATABASE if there is no `table`: what is stored is read again and proved.
    record Verify(@Nullable TableName table) implements Statement {}

    /// A column of CREATE TABLE; `byDefault` is a constant, null if none was given. At most one of it and
    /// `identity` is given.
    record ColumnSyntax(
            Name name,
            Type type,
            boolean nullable,
            @Nullable QueryBody byDefault,
            @Nullable IdentitySyntax identity) {}

    /// GENERATED .. AS IDENTITY; null is what was not given.
    record IdentitySyntax(
            boolean always,
            @Nullable Long start,
            @Nullable Long increment,
            @Nullable Position position) {}

    /// `ORDER BY (...)`, `DISTRIBUTE BY ...` and `PARTITION BY RANGE ...`; null is what was not given.
    record TableOptions(
            List<Name> sortKey,
            @Nullable DistributionSyntax distribution,
            @Nullable PartitioningSyntax partitioning) {
        public TableOptions {
            sortKey = List.copyOf(sortKey);
        }
    }

    /// How rows shall be spread over nodes.
    sealed interface DistributionSyntax {
        /// `slots` is 0 if their number was not given.
        record Hash(List<Name> columns, int slots) implements DistributionSyntax {
            public Hash {
                columns = List.copyOf(columns);
            }
        }

        /// The whole table on every node.
        record Replicated() implements DistributionSyntax {}
    }

    /// `PARTITION BY RANGE (column) (...)`.
    record PartitioningSyntax(Name column, List<PartitionSyntax> partitions) {
        public PartitioningSyntax {
            partitions = List.copyOf(partitions);
        }
    }

    /// `PARTITION name VALUES LESS THAN (below)`; null stands for MAXVALUE.
    record PartitionSyntax(Name name, @Nullable QueryBody below) {}

    /// PRIMARY KEY and FOREIGN KEY; no names: no primary key.
    record KeySyntax(List<Name> primaryKey, List<ForeignKeySyntax> foreignKeys) {
        public KeySyntax {
            primaryKey = List.copyOf(primaryKey);
            foreignKeys = List.copyOf(foreignKeys);
        }
    }

    /// Without `referencedColumns` the primary key of the table is meant; without a name it gets one.
    record ForeignKeySyntax(
            @Nullable Name name, List<Name> columns, TableName referencedTable, List<Name> referencedColumns) {
        public ForeignKeySyntax {
            columns = List.copyOf(columns);
            referencedColumns = List.copyOf(referencedColumns);
        }
    }
}
