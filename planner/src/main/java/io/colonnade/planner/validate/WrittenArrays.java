package io.colonnade.planner.validate;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.syntax.Positions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// Arrays whose elements the text lists, where lists and rows do as well.
///
/// ```text
/// x = ANY (ARRAY[1, 2]), x <> ALL ('{a,b}')     x = ANY (1, 2), x <> ALL ('a', 'b')
/// FROM unnest(ARRAY[1, 2]) AS u (x)             FROM (VALUES (1), (2)) AS u (x)
/// ```
final class WrittenArrays extends SqlShuttle {
    /// `{a, "b, c", NULL}`; elements with braces of their own would be arrays of arrays.
    private static final Pattern TEXT = Pattern.compile("\\s*\\{([^{}]*)}\\s*");

    private static final Pattern ELEMENT = Pattern.compile("\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,\"]*?))\\s*(,|$)");

    private WrittenArrays() {}

    static SqlNode apply(SqlNode query) {
        SqlNode replaced = query.accept(new WrittenArrays());
        if (replaced == null) {
            throw new IllegalStateException("no query is left");
        }
        return replaced;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if (call.getOperator() instanceof SqlQuantifyOperator
                && call.operand(1) instanceof SqlNodeList list
                && list.size() == 1) {
            List<SqlNode> elements = elements(list.get(0), true);
            if (elements == null && list.get(0) instanceof SqlCharStringLiteral text) {
                throw new EngineException(
                        ErrorCode.INVALID_TEXT,
                        "not an array: " + text,
                        Positions.of(text),
                        "write ANY ('{a,b}'), ANY (ARRAY['a', 'b']) or IN ('a', 'b')",
                        null);
            }
            if (elements != null && !elements.isEmpty()) {
                SqlCall with = call.getOperator()
                        .createCall(
                                call.getParserPosition(),
                                call.operand(0),
                                new SqlNodeList(elements, list.getParserPosition()));
                return super.visit(with);
            }
        }
        if (call.getKind() == SqlKind.AS && call.operand(0) instanceof SqlCall table) {
            SqlNode rows = rows(table);
            if (rows != null) {
                List<SqlNode> operands = new ArrayList<>(call.getOperandList());
                operands.set(0, rows);
                if (operands.size() == 2) {
                    operands.add(new SqlIdentifier(((SqlIdentifier) operands.get(1)).getSimple(), pos(call)));
                }
                return super.visit(call.getOperator().createCall(pos(call), operands));
            }
        }
        SqlNode rows = rows(call);
        if (rows != null) {
            SqlIdentifier name = new SqlIdentifier("unnest", pos(call));
            return super.visit(SqlStdOperatorTable.AS.createCall(pos(call), rows, name, name));
        }
        return super.visit(call);
    }

    private static SqlParserPos pos(SqlNode node) {
        return node.getParserPosition();
    }

    /// The rows of an UNNEST; null if it is none of a written array.
    private static @Nullable SqlNode rows(SqlCall table) {
        if (table.getOperator() != SqlStdOperatorTable.UNNEST || table.operandCount() != 1) {
            return null;
        }
        List<SqlNode> elements = elements(table.operand(0), false);
        if (elements == null || elements.isEmpty()) {
            return null;
        }
        List<SqlNode> rows = new ArrayList<>();
        for (SqlNode element : elements) {
            rows.add(SqlStdOperatorTable.ROW.createCall(pos(element), element));
        }
        return SqlStdOperatorTable.VALUES.createCall(pos(table), rows);
    }

    private static @Nullable List<SqlNode> elements(SqlNode array, boolean mayBeText) {
        if (array.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR) {
            return ((SqlCall) array).getOperandList();
        }
        if (!mayBeText || !(array instanceof SqlCharStringLiteral literal)) {
            return null;
        }
        Matcher text = TEXT.matcher(literal.toValue() == null ? "" : literal.toValue());
        if (!text.matches() || text.group(1).isBlank()) {
            return null;
        }
        List<SqlNode> elements = new ArrayList<>();
        Matcher element = ELEMENT.matcher(text.group(1));
        int at = 0;
        while (element.find(at) && element.start() == at) {
            String quoted = element.group(1);
            String plain = element.group(2);
            if (quoted == null && plain != null && plain.isEmpty()) {
                return null;
            }
            if (quoted == null && "NULL".equalsIgnoreCase(plain)) {
                elements.add(SqlLiteral.createNull(pos(array)));
            } else {
                String value = quoted == null ? String.valueOf(plain) : quoted.replaceAll("\\\\(.)", "$1");
                elements.add(SqlLiteral.createCharString(value, pos(array)));
            }
            if (element.group(3).isEmpty()) {
                return elements;
            }
            at = element.end();
        }
        return null;
    }
}
