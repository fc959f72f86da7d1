package io.colonnade.planner.type;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlMonotonicBinaryOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlSingleOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/// `+` and `-` that also take a DATE and a number of days, and two DATEs, as in PostgreSQL.
public final class DateArithmetic {
    private static final SqlSingleOperandTypeChecker DATE_AND_DAYS =
            OperandTypes.family(SqlTypeFamily.DATE, SqlTypeFamily.INTEGER);
    private static final SqlSingleOperandTypeChecker TWO_DATES =
            OperandTypes.family(SqlTypeFamily.DATE, SqlTypeFamily.DATE);
    private static final int PRECEDENCE = 40;

    private static final SqlBinaryOperator PLUS = new SqlMonotonicBinaryOperator(
            "+",
            SqlKind.PLUS,
            PRECEDENCE,
            true,
            inference(ReturnTypes.NULLABLE_SUM),
            InferTypes.FIRST_KNOWN,
            OperandTypes.PLUS_OPERATOR.or(DATE_AND_DAYS));

    private static final SqlBinaryOperator MINUS = new SqlMonotonicBinaryOperator(
            "-",
            SqlKind.MINUS,
            PRECEDENCE,
            true,
            inference(ReturnTypes.NULLABLE_SUM),
            InferTypes.FIRST_KNOWN,
            OperandTypes.MINUS_OPERATOR.or(DATE_AND_DAYS).or(TWO_DATES));

    /// Converts these operators as Calcite converts its own, but for what only we know.
    public static final SqlRexConvertletTable CONVERTLETS = DateArithmetic::convertlet;

    private DateArithmetic() {}

    static SqlOperator inPlaceOf(SqlOperator operator) {
        if (operator == SqlStdOperatorTable.PLUS) {
            return PLUS;
        }
        return operator == SqlStdOperatorTable.MINUS ? MINUS : operator;
    }

    private static SqlReturnTypeInference inference(SqlReturnTypeInference numbers) {
        return binding -> {
            RelDataType left = binding.getOperandType(0);
            RelDataType right = binding.getOperandType(1);
            boolean nullable = left.isNullable() || right.isNullable();
            if (isDate(left) && SqlTypeUtil.isIntType(right)) {
                return binding.getTypeFactory().createTypeWithNullability(left, nullable);
            }
            if (isDate(left) && isDate(right)) {
                RelDataType days = binding.getTypeFactory().createSqlType(SqlTypeName.INTEGER);
                return binding.getTypeFactory().createTypeWithNullability(days, nullable);
            }
            return numbers.inferReturnType(binding);
        };
    }

    private static boolean isDate(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.DATE;
    }

    private static @Nullable SqlRexConvertlet convertlet(SqlCall call) {
        SqlOperator operator = call.getOperator();
        if (operator != PLUS && operator != MINUS) {
            return StandardConvertletTable.INSTANCE.get(call);
        }
        SqlOperator standard = operator == PLUS ? SqlStdOperatorTable.PLUS : SqlStdOperatorTable.MINUS;
        SqlRexConvertlet usual = StandardConvertletTable.INSTANCE.get(
                standard.createCall(call.getParserPosition(), call.getOperandList()));
        return (context, current) -> {
            RexNode left = context.convertExpression(current.operand(0));
            RexNode right = context.convertExpression(current.operand(1));
            boolean ours =
                    isDate(left.getType()) && (isDate(right.getType()) || SqlTypeUtil.isIntType(right.getType()));
            if (ours || usual == null) {
                return context.getRexBuilder().makeCall(operator, left, right);
            }
            return usual.convertCall(context, current);
        };
    }
}
