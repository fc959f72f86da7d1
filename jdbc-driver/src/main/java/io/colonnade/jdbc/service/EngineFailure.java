package io.colonnade.jdbc.service;

import org.jspecify.annotations.Nullable;

/// What went wrong with a session or a statement, in the terms a JDBC user sees.
///
/// ```
/// message   Column 'lo_revenu' is not in table 'lineorder'     one sentence, no position, no hint
/// sqlState  42703                                              decides the subclass of SQLException
/// line 3, column 8                                             1-based, 0 when unknown
/// hint      Did you mean 'lo_revenue'?                         or null
/// ```
///
/// The driver appends position and hint to the message and maps the SQLSTATE class: 42 and 37 to a syntax error,
/// 57014 to a cancellation - or to a timeout where [#isTimeout] - 0A to "not supported", 22 to a data error, 23 to a
/// violated constraint, 08 to a connection error, 40 to a rollback, 53 and 58 to a transient resource error.
public final class EngineFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /// SQLSTATE of a statement that was cancelled or ran into its timeout.
    public static final String CANCELLED = "57014";

    private final String sqlState;
    private final int vendorCode;
    private final int line;
    private final int column;
    private final @Nullable String hint;
    private final boolean timeout;

    /// @param line 1-based line in the statement, 0 when unknown
    /// @param column 1-based column (in UTF-16 units) in that line, 0 when unknown
    /// @param timeout true only when the statement was stopped because its own time ran out
    public EngineFailure(
            String message,
            String sqlState,
            int vendorCode,
            int line,
            int column,
            @Nullable String hint,
            boolean timeout,
            @Nullable Throwable cause) {
        super(message, cause);
        if (sqlState.length() != 5) {
            throw new IllegalArgumentException("A SQLSTATE has five characters, not '" + sqlState + "'");
        }
        this.sqlState = sqlState;
        this.vendorCode = vendorCode;
        this.line = line;
        this.column = column;
        this.hint = hint;
        this.timeout = timeout;
    }

    /// A failure without position, hint and cause.
    public static EngineFailure of(String sqlState, String message) {
        return new EngineFailure(message, sqlState, 0, 0, 0, null, false, null);
    }

    /// The statement was stopped by `cancel`.
    public static EngineFailure cancelled() {
        return of(CANCELLED, "The statement was cancelled");
    }

    /// The statement was stopped because it ran longer than allowed.
    public static EngineFailure timedOut(long timeoutMillis) {
        return new EngineFailure(
                "The statement ran longer than its timeout of " + timeoutMillis + " ms and was stopped",
                CANCELLED,
                0,
                0,
                0,
                "Raise the query timeout or narrow the statement",
                true,
                null);
    }

    public EngineFailure withHint(String advice) {
        return new EngineFailure(getText(), sqlState, vendorCode, line, column, advice, timeout, getCause());
    }

    public EngineFailure withPosition(int newLine, int newColumn) {
        return new EngineFailure(getText(), sqlState, vendorCode, newLine, newColumn, hint, timeout, getCause());
    }

    private String getText() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    public String sqlState() {
        return sqlState;
    }

    public int vendorCode() {
        return vendorCode;
    }

    /// 1-based, 0 when unknown.
    public int line() {
        return line;
    }

    /// 1-based, 0 when unknown.
    public int column() {
        return column;
    }

    public @Nullable String hint() {
        return hint;
    }

    public boolean isTimeout() {
        return timeout;
    }
}
