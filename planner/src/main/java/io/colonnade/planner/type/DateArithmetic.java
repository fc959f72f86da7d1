package io.colonnade.planner.type;

import io.colonnade.planner.syntax.TemporalOperators;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlMonotonicBinaryOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/// `+` and `-` that also take dates, times and intervals, as in PostgreSQL.
public final class DateArithmetic {
    private static final int PRECEDENCE = 40;

    private static final SqlBinaryOperator PLUS = new SqlMonotonicBinaryOperator(
            "+",
            SqlKind.PLUS,
            PRECEDENCE,
            true,
            inference(true),
            InferTypes.FIRST_KNOWN,
            new Operands(true, OperandTypes.PLUS_OPERATOR));

    private static final SqlBinaryOperator MINUS = new SqlMonotonicBinaryOperator(
            "-",
            SqlKind.MINUS,
            PRECEDENCE,
            true,
            inference(false),
            InferTypes.FIRST_KNOWN,
            new Operands(false, OperandTypes.MINUS_OPERATOR));

    /// Converts these operators as Calcite converts its own, but for what only we know.
    public static final SqlRexConvertletTable CONVERTLETS = DateArithmetic::convertlet;

    private DateArithmetic() {}

    static SqlOperator inPlaceOf(SqlOperator operator) {
        if (operator == SqlStdOperatorTable.PLUS) {
            return PLUS;
        }
        if (operator == SqlStdOperatorTable.EXTRACT) {
            return TemporalOperators.EXTRACT;
        }
        return operator == SqlStdOperatorTable.MINUS ? MINUS : operator;
    }

    private static @Nullable RelDataType temporal(SqlOperatorBinding binding, boolean isSum) {
        return temporal(binding.getOperandType(0), binding.getOperandType(1), isSum, binding.getTypeFactory());
    }

    private static @Nullable RelDataType temporal(
            RelDataType left, RelDataType right, boolean isSum, RelDataTypeFactory factory) {
        return isSum
                ? TemporalArithmetic.sum(left, right, factory)
                : TemporalArithmetic.difference(left, right, factory);
    }

    private static SqlReturnTypeInference inference(boolean isSum) {
        return binding -> {
            RelDataType type = temporal(binding, isSum);
            return type == null ? ReturnTypes.NULLABLE_SUM.inferReturnType(binding) : type;
        };
    }

    /// Dates and times by our table, all else as usual.
    private record Operands(boolean isSum, SqlOperandTypeChecker usual) implements SqlOperandTypeChecker {
        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            return temporal(binding, isSum) != null || usual.checkOperandTypes(binding, throwOnFailure);
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            return usual.getOperandCountRange();
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return usual.getAllowedSignatures(operator, name);
        }
    }

    private static @Nullable SqlRexConvertlet convertlet(SqlCall call) {
        SqlOperator operator = call.getOperator();
        if (operator == TemporalOperators.EXTRACT) {
            return StandardConvertletTable.INSTANCE.get(
                    SqlStdOperatorTable.EXTRACT.createCall(call.getParserPosition(), call.getOperandList()));
        }
        if (operator != PLUS && operator != MINUS) {
            return StandardConvertletTable.INSTANCE.get(call);
        }
        SqlOperator standard = operator == PLUS ? SqlStdOperatorTable.PLUS : SqlStdOperatorTable.MINUS;
        SqlRexConvertlet usual = StandardConvertletTable.INSTANCE.get(
                standard.createCall(call.getParserPosition(), call.getOperandList()));
        return (context, current) -> {
            RexNode left = context.convertExpression(current.operand(0));
            RexNode right = context.convertExpression(current.operand(1));
            RelDataType type = temporal(left.getType(), right.getType(), operator == PLUS, context.getTypeFactory());
            if (type != null || usual == null) {
                return context.getRexBuilder().makeCall(operator, left, right);
            }
            return usual.convertCall(context, current);
        };
    }
}
