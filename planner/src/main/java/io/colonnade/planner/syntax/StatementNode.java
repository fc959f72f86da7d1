package io.colonnade.planner.syntax;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.statement.Definition;
import io.colonnade.planner.statement.Name;
import io.colonnade.planner.statement.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/// A statement of ours as the grammar must return it: a call that only carries it.
public final class StatementNode extends SqlCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("STATEMENT", SqlKind.OTHER_DDL);

    private final Statement statement;

    public StatementNode(SqlParserPos pos, Statement statement) {
        super(pos);
        this.statement = statement;
    }

    public static StatementNode define(SqlParserPos pos, Definition definition) {
        return new StatementNode(pos, new Statement.Define(definition));
    }

    /// The statement that a tree from the grammar stands for.
    public static Statement statement(SqlNode node) {
        if (node instanceof StatementNode ours) {
            return ours.statement;
        }
        if (node instanceof SqlInsert insert) {
            if (insert.isUpsert()) {
                throw notSupported("UPSERT", insert);
            }
            if (!(insert.getTargetTable() instanceof SqlIdentifier table)) {
                throw notSupported("this target of INSERT", insert.getTargetTable());
            }
            List<Name> columns = new ArrayList<>();
            if (insert.getTargetColumnList() != null) {
                for (SqlNode column : insert.getTargetColumnList()) {
                    columns.add(TableSyntax.name((SqlIdentifier) column));
                }
            }
            return new Statement.Insert(
                    TableSyntax.tableName(table), columns, false, new ParsedQuery(insert.getSource()));
        }
        if (node.isA(SqlKind.QUERY)) {
            return new Statement.Query(new ParsedQuery(node));
        }
        throw notSupported(node.getKind().toString().replace('_', ' '), node);
    }

    private static EngineException notSupported(String what, SqlNode node) {
        return new EngineException(
                ErrorCode.NOT_SUPPORTED, what + " is not supported yet", Positions.of(node), null, null);
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
