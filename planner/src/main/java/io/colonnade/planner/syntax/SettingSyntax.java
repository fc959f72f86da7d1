package io.colonnade.planner.syntax;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.statement.Name;
import io.colonnade.planner.statement.QueryBody;
import io.colonnade.planner.statement.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Statements that a session carries out by itself: SET, PREPARE, KILL and their like.
public final class SettingSyntax {
    private SettingSyntax() {}

    /// Without a value the setting gets its default.
    public static SqlNode set(SqlParserPos pos, String name, SqlParserPos at, @Nullable String value) {
        return new StatementNode(pos, new Statement.SetSetting(new Name(name, Positions.of(at)), value));
    }

    /// `sql` is the text of the statement behind AS.
    public static SqlNode prepare(SqlParserPos pos, SqlIdentifier name, List<SqlDataTypeSpec> types, String sql) {
        return new StatementNode(
                pos,
                new Statement.Prepare(
                        TableSyntax.name(name),
                        types.stream().map(TypeSyntax::type).toList(),
                        sql));
    }

    /// The values are those of a query without a table.
    public static SqlNode execute(SqlParserPos pos, SqlIdentifier name, List<SqlNode> values) {
        QueryBody row = values.isEmpty() ? null : new ParsedQuery(row(values, pos));
        return new StatementNode(pos, new Statement.Execute(TableSyntax.name(name), row));
    }

    private static SqlSelect row(List<SqlNode> values, SqlParserPos pos) {
        return new SqlSelect(
                pos, null, new SqlNodeList(values, pos), null, null, null, null, null, null, null, null, null, null);
    }

    public static SqlNode kill(SqlParserPos pos, String id, SqlParserPos at) {
        try {
            return new StatementNode(pos, new Statement.Kill(Long.parseLong(id)));
        } catch (NumberFormatException e) {
            throw new EngineException(
                    ErrorCode.OUT_OF_RANGE, id + " is the number of no statement", Positions.of(at), null, e);
        }
    }
}
