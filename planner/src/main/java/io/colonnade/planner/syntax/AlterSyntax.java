package io.colonnade.planner.syntax;

import io.colonnade.planner.statement.Alteration;
import io.colonnade.planner.statement.Definition;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Collects the parts of ALTER TABLE while the grammar reads them.
public final class AlterSyntax {
    private final SqlIdentifier table;
    private final boolean ifExists;
    private final List<Alteration> actions = new ArrayList<>();

    public AlterSyntax(SqlIdentifier table, boolean ifExists) {
        this.table = table;
        this.ifExists = ifExists;
    }

    public void renameTable(SqlIdentifier to) {
        actions.add(new Alteration.RenameTable(TableSyntax.name(to)));
    }

    public void setSchema(SqlIdentifier schema) {
        actions.add(new Alteration.SetSchema(TableSyntax.name(schema)));
    }

    public void validate(SqlIdentifier constraint) {
        actions.add(new Alteration.ValidateConstraint(TableSyntax.name(constraint)));
    }

    public void renameColumn(SqlIdentifier column, SqlIdentifier to) {
        actions.add(new Alteration.RenameColumn(TableSyntax.name(column), TableSyntax.name(to)));
    }

    /// The column was read as one of a table of its own.
    public void addColumn(TableSyntax column, boolean ifNotExists) {
        actions.add(new Alteration.AddColumn(column.onlyColumn(), ifNotExists));
    }

    public void dropColumn(SqlIdentifier column, boolean ifExistsOnly) {
        actions.add(new Alteration.DropColumn(TableSyntax.name(column), ifExistsOnly));
    }

    /// Without a value the default is NULL.
    public void setDefault(SqlIdentifier column, @Nullable SqlNode value) {
        SqlNode constant = value == null ? SqlLiteral.createNull(column.getParserPosition()) : value;
        actions.add(new Alteration.SetDefault(TableSyntax.name(column), new ParsedQuery(constant)));
    }

    public void setNullable(SqlIdentifier column, boolean nullable) {
        actions.add(new Alteration.SetNullable(TableSyntax.name(column), nullable));
    }

    public void addPartition(SqlIdentifier name, @Nullable SqlNode below) {
        actions.add(new Alteration.AddPartition(TableSyntax.partition(name, below)));
    }

    public void dropPartition(SqlIdentifier name, boolean ifExistsOnly) {
        actions.add(new Alteration.DropPartition(TableSyntax.name(name), ifExistsOnly));
    }

    public StatementNode build(SqlParserPos pos) {
        return StatementNode.define(pos, new Definition.AlterTable(TableSyntax.tableName(table), ifExists, actions));
    }
}
