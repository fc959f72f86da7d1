package io.colonnade.planner.syntax;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.statement.Name;
import io.colonnade.planner.statement.QueryBody;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.statement.Statement.Assignment;
import io.colonnade.planner.statement.Statement.MergeAction;
import io.colonnade.planner.statement.Statement.MergeClause;
import io.colonnade.planner.statement.TableName;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Collects the parts of UPDATE, DELETE and MERGE while the grammar reads them.
public final class ChangeSyntax {
    private final TableName table;
    private Name alias;
    private final List<Assignment> assignments = new ArrayList<>();
    private final List<MergeClause> clauses = new ArrayList<>();

    public ChangeSyntax(SqlIdentifier table) {
        this.table = TableSyntax.tableName(table);
        this.alias = TableSyntax.name(table);
    }

    public void alias(SqlIdentifier name) {
        alias = TableSyntax.name(name);
    }

    /// `column = value` of UPDATE or of a clause of MERGE.
    public void assign(SqlIdentifier column, SqlNode value) {
        assignments.add(assignment(TableSyntax.name(column), value));
    }

    private static Assignment assignment(Name column, SqlNode value) {
        return new Assignment(column, value.getKind() == SqlKind.DEFAULT ? null : new ParsedQuery(value));
    }

    public void matchedUpdate(@Nullable SqlNode condition) {
        clauses.add(new MergeClause(true, body(condition), new MergeAction.UpdateRow(assignments)));
        assignments.clear();
    }

    public void matchedDelete(@Nullable SqlNode condition) {
        clauses.add(new MergeClause(true, body(condition), new MergeAction.DeleteRow()));
    }

    public void nothing(boolean matched, @Nullable SqlNode condition) {
        clauses.add(new MergeClause(matched, body(condition), new MergeAction.Nothing()));
    }

    /// Without `columns` the values are for the first columns of the table.
    public void notMatchedInsert(@Nullable SqlNode condition, SqlNodeList columns, SqlNodeList values) {
        if (!columns.isEmpty() && columns.size() != values.size()) {
            throw new EngineException(
                    ErrorCode.SYNTAX,
                    "INSERT gives " + values.size() + " values for " + columns.size() + " columns",
                    Positions.of(values.getParserPosition()),
                    null,
                    null);
        }
        List<Assignment> row = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Name column = columns.isEmpty()
                    ? new Name("", Positions.of(values.get(i)))
                    : TableSyntax.name((SqlIdentifier) columns.get(i));
            row.add(assignment(column, values.get(i)));
        }
        clauses.add(new MergeClause(false, body(condition), new MergeAction.InsertRow(row)));
    }

    private static @Nullable QueryBody body(@Nullable SqlNode node) {
        return node == null ? null : new ParsedQuery(node);
    }

    public StatementNode delete(SqlParserPos pos, @Nullable SqlNode condition) {
        return new StatementNode(pos, new Statement.Delete(table, alias, body(condition)));
    }

    public StatementNode update(SqlParserPos pos, @Nullable SqlNode from, @Nullable SqlNode condition) {
        return new StatementNode(pos, new Statement.Update(table, alias, assignments, body(from), body(condition)));
    }

    public StatementNode merge(SqlParserPos pos, SqlNode source, SqlNode condition) {
        return new StatementNode(
                pos, new Statement.Merge(table, alias, new ParsedQuery(source), new ParsedQuery(condition), clauses));
    }

    public StatementNode truncate(SqlParserPos pos) {
        return new StatementNode(pos, new Statement.Truncate(table));
    }

    public static void unsupported(String what, SqlParserPos pos) {
        throw EngineException.notSupported(what).at(Positions.of(pos));
    }

    /// INSERT; without a `source` one row of defaults.
    public static StatementNode insert(
            SqlParserPos pos, SqlIdentifier table, SqlNodeList columns, boolean overriding, @Nullable SqlNode source) {
        SqlNode rows = source;
        if (rows == null) {
            SqlNode first = SqlStdOperatorTable.DEFAULT.createCall(pos);
            rows = SqlStdOperatorTable.VALUES.createCall(pos, SqlStdOperatorTable.ROW.createCall(pos, first));
        }
        return new StatementNode(
                pos,
                new Statement.Insert(
                        TableSyntax.tableName(table), TableSyntax.names(columns), overriding, new ParsedQuery(rows)));
    }
}
