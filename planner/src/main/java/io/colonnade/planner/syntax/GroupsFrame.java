package io.colonnade.planner.syntax;

import java.util.Locale;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/// Frames that count groups of peers, which Calcite's windows do not know.
///
/// ```text
/// GROUPS BETWEEN 2 PRECEDING AND CURRENT ROW        ->  ROWS BETWEEN $GROUPS(2) PRECEDING AND CURRENT ROW
/// GROUPS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW  ->  RANGE ..., which is the same
/// ```
public final class GroupsFrame {
    /// Around the distance of a bound, it says that both bounds of the frame count groups.
    public static final SqlFunction MARK = new Mark();

    private static final int ROWS_OPERAND = 4;
    private static final int START_OPERAND = 5;
    private static final int END_OPERAND = 6;

    private GroupsFrame() {}

    /// Whether these words begin the partition or the frame of a window, rather than being the name of one.
    public static boolean begins(String word, String next) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "PARTITION" -> next.equalsIgnoreCase("BY");
            case "ROWS", "RANGE", "GROUPS" ->
                switch (next.toUpperCase(Locale.ROOT)) {
                    case ")", "PARTITION", "ORDER", "ROWS", "RANGE", "GROUPS" -> false;
                    default -> true;
                };
            default -> false;
        };
    }

    /// A function that nobody can call: it is in no table of operators.
    private static final class Mark extends SqlFunction {
        Mark() {
            super(
                    "$GROUPS",
                    SqlKind.OTHER_FUNCTION,
                    ReturnTypes.ARG0,
                    null,
                    OperandTypes.ANY,
                    SqlFunctionCategory.SYSTEM);
        }

        @Override
        public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
            RelDataType type = validator.deriveType(scope, call.operand(0));
            validator.setValidatedNodeType(call, type);
            return type;
        }
    }

    /// The window, whose frame is of RANGE so far, with a frame of GROUPS if it is one.
    public static SqlWindow window(boolean groups, SqlWindow window) {
        if (groups && (hasOffset(window.getLowerBound()) || hasOffset(window.getUpperBound()))) {
            window.setOperand(ROWS_OPERAND, SqlLiteral.createBoolean(true, window.getParserPosition()));
            window.setOperand(START_OPERAND, marked(window.getLowerBound()));
            window.setOperand(END_OPERAND, marked(window.getUpperBound()));
        }
        return window;
    }

    private static boolean hasOffset(@Nullable SqlNode bound) {
        return bound != null && (bound.getKind() == SqlKind.PRECEDING || bound.getKind() == SqlKind.FOLLOWING);
    }

    private static @Nullable SqlNode marked(@Nullable SqlNode bound) {
        if (hasOffset(bound) && bound instanceof SqlBasicCall call) {
            SqlNode distance = call.operand(0);
            call.setOperand(0, MARK.createCall(distance.getParserPosition(), distance));
        }
        return bound;
    }
}
