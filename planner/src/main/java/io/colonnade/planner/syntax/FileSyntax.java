package io.colonnade.planner.syntax;

import java.util.List;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/// A file that stands in FROM by its path: a call of {@link #READ}, which tells its format from its name.
public final class FileSyntax {
    /// The function that a bare path is short for.
    public static final String READ = "read_file";

    private FileSyntax() {}

    public static SqlNode table(String path, SqlParserPos pos) {
        SqlNode call = new SqlUnresolvedFunction(
                        new SqlIdentifier(READ, pos),
                        null,
                        null,
                        null,
                        null,
                        SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION)
                .createCall(pos, List.of(SqlLiteral.createCharString(path, pos)));
        return SqlStdOperatorTable.COLLECTION_TABLE.createCall(pos, call);
    }
}
