package io.colonnade.planner.statement;

import io.colonnade.planner.statement.Statement.ColumnSyntax;
import io.colonnade.planner.statement.Statement.PartitionSyntax;

/// One of the things that ALTER TABLE does.
public sealed interface Alteration {
    /// RENAME TO.
    record RenameTable(Name to) implements Alteration {}

    /// SET SCHEMA.
    record SetSchema(Name schema) implements Alteration {}

    /// RENAME COLUMN .. TO.
    record RenameColumn(Name column, Name to) implements Alteration {}

    /// ADD COLUMN.
    record AddColumn(ColumnSyntax column, boolean ifNotExists) implements Alteration {}

    /// DROP COLUMN.
    record DropColumn(Name column, boolean ifExists) implements Alteration {}

    /// ALTER COLUMN .. SET DEFAULT; DROP DEFAULT sets NULL.
    record SetDefault(Name column, QueryBody value) implements Alteration {}

    /// ALTER COLUMN .. SET NOT NULL or DROP NOT NULL.
    record SetNullable(Name column, boolean nullable) implements Alteration {}

    /// VALIDATE CONSTRAINT: all rows are to be checked before the change is made.
    record ValidateConstraint(Name constraint) implements Alteration {}

    /// ADD PARTITION.
    record AddPartition(PartitionSyntax partition) implements Alteration {}

    /// DROP PARTITION.
    record DropPartition(Name partition, boolean ifExists) implements Alteration {}
}
