package io.colonnade.planner.type;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Type;
import io.colonnade.planner.syntax.InfixOperators;
import io.colonnade.planner.syntax.Positions;
import io.colonnade.planner.syntax.TemporalOperators;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// Calls that are not written as `name(arguments)`, or mean something else, in the words of the registry.
///
/// ```text
/// TRIM(LEADING 'x' FROM s)   ltrim(s, 'x')          POSITION(a IN b)   position(a, b)
/// strpos(b, a)               position(a, b)         nvl(a, b)          COALESCE(a, b)
/// if(c, a, b)                CASE WHEN c THEN a ELSE b END
/// ```
public final class FunctionSyntax {
    private static final Map<SqlOperator, String> STANDARD = Map.of(
            SqlStdOperatorTable.SUBSTRING, "substring",
            SqlStdOperatorTable.POSITION, "position",
            SqlStdOperatorTable.OVERLAY, "overlay",
            SqlStdOperatorTable.FLOOR, "floor",
            SqlStdOperatorTable.CEIL, "ceil",
            SqlLibraryOperators.TRANSLATE3, "translate",
            SqlLibraryOperators.DATE_TRUNC, "date_trunc");

    /// Functions of one field of a time.
    private static final Map<String, TimeUnit> FIELDS = Map.ofEntries(
            Map.entry("year", TimeUnit.YEAR),
            Map.entry("quarter", TimeUnit.QUARTER),
            Map.entry("month", TimeUnit.MONTH),
            Map.entry("week", TimeUnit.WEEK),
            Map.entry("weekofyear", TimeUnit.WEEK),
            Map.entry("day", TimeUnit.DAY),
            Map.entry("dayofmonth", TimeUnit.DAY),
            Map.entry("dayofweek", TimeUnit.DOW),
            Map.entry("weekday", TimeUnit.DOW),
            Map.entry("dayofyear", TimeUnit.DOY),
            Map.entry("hour", TimeUnit.HOUR),
            Map.entry("minute", TimeUnit.MINUTE),
            Map.entry("second", TimeUnit.SECOND));

    /// Operators that are another way to write a function.
    private static final Map<SqlOperator, String> SIGNS = Map.of(
            InfixOperators.MATCHES, "regexp_like",
            InfixOperators.BIT_AND, "bitand",
            InfixOperators.BIT_OR, "bitor",
            InfixOperators.BIT_XOR, "bitxor",
            InfixOperators.BIT_NOT, "bitnot",
            InfixOperators.SHIFT_LEFT, "shift_left",
            InfixOperators.SHIFT_RIGHT, "shift_right",
            InfixOperators.POWER, "power",
            SqlStdOperatorTable.SIMILAR_TO, "similar_to");

    private FunctionSyntax() {}

    /// The name of a function as it was written.
    public static String written(SqlOperator operator) {
        if (operator == TemporalOperators.INTERVAL_OF_DAYS) {
            return "interval";
        }
        return operator == SqlLibraryOperators.TRANSLATE3 ? "translate" : operator.getName();
    }

    /// Changes `query`, which belongs to a session on `snapshot`.
    public static void apply(SqlNode query, CatalogSnapshot snapshot) {
        SessionSyntax session = new SessionSyntax(snapshot);
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                super.visit(call);
                for (int i = 0; i < call.operandCount(); i++) {
                    SqlNode operand = call.getOperandList().get(i);
                    SqlNode changed = operand == null ? null : changed(operand, session);
                    if (changed != null && changed != operand) {
                        call.setOperand(i, changed);
                    }
                }
                return null;
            }

            @Override
            public @Nullable Void visit(SqlNodeList list) {
                super.visit(list);
                list.replaceAll(item -> item == null ? null : changed(item, session));
                return null;
            }
        });
    }

    private static SqlNode changed(SqlNode node, SessionSyntax session) {
        if (node instanceof SqlBasicCall call) {
            SqlNode known = session.call(call);
            return known == null ? replaced(call) : known;
        }
        return node instanceof SqlIdentifier id && id.isSimple() && !id.isComponentQuoted(0) ? session.word(id) : node;
    }

    private static SqlNode replaced(SqlBasicCall call) {
        SqlOperator operator = call.getOperator();
        List<SqlNode> operands = call.getOperandList();
        SqlParserPos pos = call.getParserPosition();
        if (operator == SqlStdOperatorTable.SUBSTRING
                && operands.size() == 2
                && operands.get(1) instanceof SqlCharStringLiteral pattern) {
            return matched(operands.get(0), pattern, pos);
        }
        String standard = STANDARD.get(operator);
        if (standard != null) {
            return Operators.named(standard).createCall(pos, operands);
        }
        String sign = SIGNS.get(operator);
        if (sign != null) {
            return Operators.named(sign).createCall(pos, operands);
        }
        if (operator == InfixOperators.MATCHES_NOT) {
            return not(Operators.named("regexp_like").createCall(pos, operands), pos);
        }
        if (operator == SqlStdOperatorTable.NOT_SIMILAR_TO) {
            return not(Operators.named("similar_to").createCall(pos, operands), pos);
        }
        if (operator == InfixOperators.MATCHES_IGNORING_CASE || operator == InfixOperators.MATCHES_NOT_IGNORING_CASE) {
            SqlNode flag = SqlLiteral.createCharString("i", pos);
            SqlNode matches = Operators.named("regexp_like").createCall(pos, operands.get(0), operands.get(1), flag);
            return operator == InfixOperators.MATCHES_IGNORING_CASE ? matches : not(matches, pos);
        }
        if (operator == SqlStdOperatorTable.TRIM) {
            return trim(operands, pos);
        }
        SqlNode ofUnit = UnitSyntax.of(call);
        if (ofUnit != null) {
            return ofUnit;
        }
        if (call.getFunctionQuantifier() != null) {
            return call;
        }
        return switch (operator.getName().toLowerCase(Locale.ROOT)) {
            case "strpos", "instr" ->
                operands.size() == 2
                        ? Operators.named("position").createCall(pos, operands.get(1), operands.get(0))
                        : call;
            case "ifnull", "nvl" ->
                operands.size() == 2 ? SqlStdOperatorTable.COALESCE.createCall(pos, operands) : call;
            case "if", "iif" -> operands.size() == 3 ? choice(operands, pos) : call;
            case "to_number" -> operands.size() == 2 ? number(call, operands.get(1)) : call;
            case "space" ->
                operands.size() == 1
                        ? Operators.named("repeat")
                                .createCall(pos, SqlLiteral.createCharString(" ", pos), operands.getFirst())
                        : call;
            case "date_add" -> operands.size() == 2 ? SqlStdOperatorTable.PLUS.createCall(pos, operands) : call;
            case "date_sub" -> operands.size() == 2 ? SqlStdOperatorTable.MINUS.createCall(pos, operands) : call;
            case "decode" -> operands.size() >= 3 ? decode(operands, pos) : call;
            default -> field(call, pos);
        };
    }

    /// With the digits of a constant pattern.
    private static SqlNode number(SqlBasicCall call, SqlNode pattern) {
        if (!(pattern instanceof SqlCharStringLiteral literal)) {
            return call;
        }
        String text = literal.getValueAs(String.class);
        int point = Math.max(text.indexOf('.'), text.toUpperCase(Locale.ROOT).indexOf('D'));
        long digits = point < 0
                ? 0
                : text.substring(point)
                        .chars()
                        .filter(c -> c == '9' || c == '0')
                        .count();
        return ConstantSyntax.cast(call, Type.decimal(38, (int) Math.min(digits, 10)));
    }

    private static SqlNode field(SqlBasicCall call, SqlParserPos pos) {
        TimeUnit unit = FIELDS.get(call.getOperator().getName().toLowerCase(Locale.ROOT));
        if (unit == null || call.operandCount() != 1 || !(call.getOperator() instanceof SqlFunction)) {
            return call;
        }
        return SqlStdOperatorTable.EXTRACT.createCall(pos, new SqlIntervalQualifier(unit, null, pos), call.operand(0));
    }

    private static SqlNode not(SqlNode condition, SqlParserPos pos) {
        return SqlStdOperatorTable.NOT.createCall(pos, condition);
    }

    /// `SUBSTRING(x FROM 'pattern')`: what the first group matches, or all of it without a group.
    private static SqlNode matched(SqlNode text, SqlCharStringLiteral pattern, SqlParserPos pos) {
        int group = hasGroup(String.valueOf(pattern.toValue())) ? 1 : 0;
        SqlNode one = SqlLiteral.createExactNumeric("1", pos);
        return Operators.named("regexp_substr")
                .createCall(
                        pos,
                        text,
                        pattern,
                        one,
                        one,
                        SqlLiteral.createCharString("", pos),
                        SqlLiteral.createExactNumeric(String.valueOf(group), pos));
    }

    /// Whether there is a bracket that is neither escaped nor in a class of characters, nor one of `(?:`.
    private static boolean hasGroup(String pattern) {
        boolean inClass = false;
        for (int i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '\\' -> i++;
                case '[' -> inClass = true;
                case ']' -> inClass = false;
                case '(' -> {
                    if (!inClass && !pattern.startsWith("?", i + 1)) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    private static SqlNode trim(List<SqlNode> operands, SqlParserPos pos) {
        SqlTrimFunction.Flag flag = ((SqlLiteral) operands.get(0)).getValueAs(SqlTrimFunction.Flag.class);
        String name = switch (flag) {
            case BOTH -> "trim";
            case LEADING -> "ltrim";
            case TRAILING -> "rtrim";
        };
        SqlNode characters = operands.get(1);
        boolean blanks = characters instanceof SqlCharStringLiteral literal
                && literal.toValue() instanceof String text
                && text.equals(" ");
        List<SqlNode> arguments = new ArrayList<>();
        arguments.add(operands.get(2));
        if (!blanks) {
            arguments.add(characters);
        }
        return Operators.named(name).createCall(pos, arguments);
    }

    private static SqlNode choice(List<SqlNode> operands, SqlParserPos pos) {
        return new SqlCase(
                pos,
                null,
                new SqlNodeList(List.of(operands.get(0)), pos),
                new SqlNodeList(List.of(operands.get(1)), pos),
                operands.get(2));
    }

    private static SqlNode decode(List<SqlNode> operands, SqlParserPos pos) {
        SqlNode value = operands.getFirst();
        SqlNodeList conditions = new SqlNodeList(pos);
        SqlNodeList results = new SqlNodeList(pos);
        int i = 1;
        for (; i + 1 < operands.size(); i += 2) {
            SqlNode candidate = operands.get(i);
            conditions.add(
                    isNull(candidate)
                            ? SqlStdOperatorTable.IS_NULL.createCall(pos, value)
                            : SqlStdOperatorTable.IS_NOT_DISTINCT_FROM.createCall(pos, value, candidate));
            results.add(operands.get(i + 1));
        }
        SqlNode otherwise = i < operands.size() ? operands.get(i) : SqlLiteral.createNull(pos);
        if (isNull(value)) {
            throw new EngineException(
                    ErrorCode.TYPE_MISMATCH,
                    "the type of the first argument of DECODE cannot be told",
                    Positions.of(value),
                    null,
                    null);
        }
        return new SqlCase(pos, null, conditions, results, otherwise);
    }

    private static boolean isNull(SqlNode node) {
        return node.getKind() == SqlKind.LITERAL && node instanceof SqlLiteral literal && literal.getValue() == null;
    }
}
