package io.colonnade.planner.syntax;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/// A statement that is short for another one, which is to be read in its place.
public final class Rephrased extends SqlCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("REPHRASED", SqlKind.OTHER_DDL);

    private final String sql;

    Rephrased(SqlParserPos pos, String sql) {
        super(pos);
        this.sql = sql;
    }

    public String sql() {
        return sql;
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.of();
    }
}
