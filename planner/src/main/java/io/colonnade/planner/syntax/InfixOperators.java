package io.colonnade.planner.syntax;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlPrefixOperator;

/// Operators of PostgreSQL's that are only another way to write functions. They never come as far as the validator.
///
/// They bind looser than `+` and tighter than comparisons, but for `^`, which binds tighter than `*`.
public final class InfixOperators {
    private static final int PRECEDENCE = 36;
    private static final int POWER_PRECEDENCE = 70;
    private static final int PREFIX_PRECEDENCE = 80;

    public static final SqlBinaryOperator MATCHES = infix("~");
    public static final SqlBinaryOperator MATCHES_IGNORING_CASE = infix("~*");
    public static final SqlBinaryOperator MATCHES_NOT = infix("!~");
    public static final SqlBinaryOperator MATCHES_NOT_IGNORING_CASE = infix("!~*");
    public static final SqlBinaryOperator BIT_AND = infix("&");
    public static final SqlBinaryOperator BIT_OR = infix("|");
    public static final SqlBinaryOperator BIT_XOR = infix("#");
    public static final SqlBinaryOperator SHIFT_LEFT = infix("<<");
    public static final SqlBinaryOperator SHIFT_RIGHT = infix(">>");
    public static final SqlBinaryOperator POWER =
            new SqlBinaryOperator("^", SqlKind.OTHER, POWER_PRECEDENCE, true, null, null, null);
    public static final SqlPrefixOperator BIT_NOT =
            new SqlPrefixOperator("~", SqlKind.OTHER, PREFIX_PRECEDENCE, null, null, null);

    private InfixOperators() {}

    private static SqlBinaryOperator infix(String sign) {
        return new SqlBinaryOperator(sign, SqlKind.OTHER, PRECEDENCE, true, null, null, null);
    }
}
