package io.colonnade.planner.validate;

import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.type.ConstantSyntax;
import io.colonnade.planner.type.TypeMapping;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/// Gives parameters, string literals and dates among the rows of INSERT ... VALUES the types of the columns
/// they go to; DEFAULT is what their definitions say.
public final class ParameterTyping {
    private ParameterTyping() {}

    /// Whether a value of another kind may stand in the same column in another row.
    private static boolean needsCast(SqlNode value, Type type) {
        boolean isTime = switch (type) {
            case Type.DateType t -> true;
            case Type.TimeType t -> true;
            case Type.TimestampType t -> true;
            case Type.ZonedTimestampType t -> true;
            case Type.IntervalType t -> true;
            default -> false;
        };
        return value instanceof SqlDynamicParam
                || value instanceof SqlCharStringLiteral && !type.isString()
                || value instanceof SqlNumericLiteral && type.isString()
                || isTime && !SqlUtil.isNull(value);
    }

    private static SqlNode byDefault(ColumnDefinition column, SqlParserPos pos) {
        return switch (column.byDefault()) {
            case ColumnDefault.Constant constant -> ConstantSyntax.of(constant.value(), column.type(), pos);
            // A number takes its place later.
            case ColumnDefault.Identity identity -> ConstantSyntax.of(Datum.NULL, column.type(), pos);
        };
    }

    /// Changes `source` if it is a list of rows; `targets` are positions in `table`. With `marked` the last
    /// value of each row is for none of them.
    public static void apply(SqlNode source, TableDefinition table, List<Integer> targets, boolean marked) {
        if (source.getKind() != SqlKind.VALUES) {
            return;
        }
        for (SqlNode row : ((SqlCall) source).getOperandList()) {
            if (!(row instanceof SqlCall call) || row.getKind() != SqlKind.ROW) {
                continue;
            }
            int count = Math.min(call.operandCount() - (marked ? 1 : 0), targets.size());
            for (int i = 0; i < count; i++) {
                SqlNode value = call.operand(i);
                if (value.getKind() == SqlKind.DEFAULT) {
                    call.setOperand(i, byDefault(table.columns().get(targets.get(i)), value.getParserPosition()));
                    continue;
                }
                Type type = table.columns().get(targets.get(i)).type();
                if (needsCast(value, type)) {
                    // Casting to the length of the column would cut what must not be cut.
                    Type wanted = type.isString() ? Type.VARCHAR : type;
                    SqlDataTypeSpec spec = TypeMapping.spec(wanted, value.getParserPosition());
                    call.setOperand(i, SqlStdOperatorTable.CAST.createCall(value.getParserPosition(), value, spec));
                }
            }
        }
    }
}
