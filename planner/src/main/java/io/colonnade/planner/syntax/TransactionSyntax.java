package io.colonnade.planner.syntax;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.statement.Statement;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// What the grammar finds in the statements that begin and end transactions.
///
/// A transaction works on one snapshot, so each isolation level that promises no more than REPEATABLE READ is met.
public final class TransactionSyntax {
    private @Nullable Boolean readOnly;

    public void readOnly(boolean only) {
        readOnly = only;
    }

    public Statement begin() {
        return new Statement.Begin(Boolean.TRUE.equals(readOnly));
    }

    /// What transactions to come are like.
    public Statement characteristics() {
        return new Statement.SetTransactions(readOnly);
    }

    /// The modes of the transaction that is open: `SET TRANSACTION`.
    public Statement set(SqlParserPos pos) {
        if (Boolean.FALSE.equals(readOnly)) {
            throw notSupported(
                    "SET TRANSACTION READ WRITE",
                    pos,
                    "write it in BEGIN, or SET SESSION CHARACTERISTICS AS TRANSACTION ..");
        }
        return new Statement.SetTransaction(readOnly != null);
    }

    public static void refuseSerializable(SqlParserPos pos) {
        throw notSupported(
                "ISOLATION LEVEL SERIALIZABLE", pos, "transactions have snapshot isolation: REPEATABLE READ, or more");
    }

    /// Never returns.
    public static Statement refuseSavepoint(SqlParserPos pos) {
        throw notSupported("a savepoint", pos, "roll the whole transaction back, or make it shorter");
    }

    private static EngineException notSupported(String what, SqlParserPos pos, String hint) {
        return new EngineException(
                ErrorCode.NOT_SUPPORTED, what + " is not supported yet", Positions.of(pos), hint, null);
    }
}
