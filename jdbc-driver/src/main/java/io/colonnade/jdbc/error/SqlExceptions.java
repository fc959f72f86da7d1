package io.colonnade.jdbc.error;

import io.colonnade.jdbc.service.EngineFailure;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientException;

/// Makes every [SQLException] the driver throws.
///
/// ```
/// EngineFailure(Column 'lo_revenu' is not in table 'lineorder', 42703, line 3, column 8, Did you mean 'lo_revenue'?)
///   -> SQLSyntaxErrorException: Column 'lo_revenu' is not in table 'lineorder' (line 3, column 8). Did you mean
///      'lo_revenue'?
/// ```
///
/// The failure stays the cause, so a tool finds position and hint there without parsing the message.
public final class SqlExceptions {

    /// The SQLSTATE of a defect in driver or engine.
    public static final String INTERNAL = "XX000";

    private static final System.Logger LOG = System.getLogger("io.colonnade.jdbc");

    private SqlExceptions() {}

    /// The exception for a failure the engine named.
    public static SQLException of(EngineFailure failure) {
        String text = text(failure);
        String state = failure.sqlState();
        int code = failure.vendorCode();
        if (failure.isTimeout()) {
            return new SQLTimeoutException(text, state, code, failure);
        }
        return switch (state.substring(0, 2)) {
            case "42", "37" -> new SQLSyntaxErrorException(text, state, code, failure);
            case "0A" -> new SQLFeatureNotSupportedException(text, state, code, failure);
            case "22" -> new SQLDataException(text, state, code, failure);
            case "23" -> new SQLIntegrityConstraintViolationException(text, state, code, failure);
            case "08" -> new SQLNonTransientConnectionException(text, state, code, failure);
            case "28" -> new SQLInvalidAuthorizationSpecException(text, state, code, failure);
            case "40" -> new SQLTransactionRollbackException(text, state, code, failure);
            case "53", "58" -> new SQLTransientException(text, state, code, failure);
            default -> new SQLException(text, state, code, failure);
        };
    }

    /// The exception for a failure of the driver's own finding.
    public static SQLException of(String sqlState, String message) {
        return of(EngineFailure.of(sqlState, message));
    }

    /// The exception for what a person may want but this driver does not do.
    public static SQLException notSupported(String what) {
        return of("0A000", what + " is not supported");
    }

    /// The exception for a RuntimeException that should not have left the engine.
    public static SQLException internal(String doing, RuntimeException defect) {
        LOG.log(System.Logger.Level.WARNING, "Internal error while " + doing, defect);
        String message = defect.getMessage();
        return new SQLException(
                "Internal error while " + doing + ": "
                        + (message == null ? defect.getClass().getName() : message),
                INTERNAL,
                defect);
    }

    /// Message, position and hint in one line.
    public static String text(EngineFailure failure) {
        String message = failure.getMessage();
        StringBuilder text = new StringBuilder(message == null ? "" : message);
        if (failure.line() > 0) {
            text.append(" (line ").append(failure.line());
            if (failure.column() > 0) {
                text.append(", column ").append(failure.column());
            }
            text.append(')');
        }
        String hint = failure.hint();
        if (hint != null && !hint.isEmpty()) {
            char last = text.isEmpty() ? '.' : text.charAt(text.length() - 1);
            text.append(last == '.' || last == '?' || last == '!' ? " " : ". ").append(hint);
        }
        return text.toString();
    }
}
