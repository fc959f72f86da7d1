package io.colonnade.planner.type;

import java.math.BigDecimal;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/// ROUND, whose result has as many digits after the point as it keeps, as in PostgreSQL.
final class Rounding {
    private static final int PRECISION_MAX = 38;

    static final SqlOperator ROUND = SqlBasicFunction.create(
                    "ROUND", Rounding::type, OperandTypes.NUMERIC.or(OperandTypes.NUMERIC_INT32))
            .withFunctionType(SqlFunctionCategory.NUMERIC);

    private Rounding() {}

    static SqlOperator inPlaceOf(SqlOperator operator) {
        return operator == SqlStdOperatorTable.ROUND ? ROUND : operator;
    }

    private static RelDataType type(SqlOperatorBinding binding) {
        RelDataType argument = binding.getOperandType(0);
        BigDecimal digits = digits(binding);
        if (!SqlTypeUtil.isDecimal(argument) || digits == null) {
            return argument;
        }
        int scale = Math.clamp(digits.longValue(), 0, PRECISION_MAX);
        // 9.9 rounds to 10.
        int whole = argument.getPrecision() - argument.getScale() + 1;
        RelDataTypeFactory factory = binding.getTypeFactory();
        RelDataType type = factory.createSqlType(SqlTypeName.DECIMAL, Math.min(PRECISION_MAX, whole + scale), scale);
        return factory.createTypeWithNullability(type, argument.isNullable());
    }

    /// The digits to keep; null if they are no constant.
    private static @Nullable BigDecimal digits(SqlOperatorBinding binding) {
        if (binding.getOperandCount() == 1) {
            return BigDecimal.ZERO;
        }
        if (!(binding instanceof SqlCallBinding written)) {
            return null;
        }
        SqlNode node = written.operand(1);
        if (node instanceof SqlCall call && node.getKind() == SqlKind.MINUS_PREFIX) {
            // Digits before the point leave none behind it.
            return call.operand(0) instanceof SqlNumericLiteral ? BigDecimal.ZERO : null;
        }
        return node instanceof SqlNumericLiteral literal ? literal.bigDecimalValue() : null;
    }
}
