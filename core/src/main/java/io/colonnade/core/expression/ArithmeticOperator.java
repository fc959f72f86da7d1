package io.colonnade.core.expression;

/// Arithmetic on numbers.
public enum ArithmeticOperator {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    MODULO("%");

    private final String sql;

    ArithmeticOperator(String sql) {
        this.sql = sql;
    }

    public String sql() {
        return sql;
    }
}
