package io.colonnade.planner.syntax;

import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlPostfixOperator;
import org.apache.calcite.sql.fun.SqlExtractFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/// Operators on moments and intervals that Calcite does not have.
///
/// Calcite has a type of interval for each pair of fields, and two families of them that do not mix. Here all
/// intervals are of one type, but for what is known to have no hours: added to a DATE it leaves a DATE.
public final class TemporalOperators {
    private static final int PRECEDENCE_ZONE = 70;
    private static final int DIGITS = 9;

    private static final SqlIntervalQualifier ANY =
            new SqlIntervalQualifier(TimeUnit.DAY, DIGITS, TimeUnit.SECOND, 6, SqlParserPos.ZERO);
    private static final SqlIntervalQualifier DAYS =
            new SqlIntervalQualifier(TimeUnit.DAY, DIGITS, null, -1, SqlParserPos.ZERO);

    /// The interval that a constant text is, in PostgreSQL's form.
    public static final SqlFunction INTERVAL = literal("INTERVAL", ANY);
    /// The same if it has no hours.
    public static final SqlFunction INTERVAL_OF_DAYS = literal("INTERVAL_OF_DAYS", DAYS);

    /// What clocks of a zone show at a moment, or the moment at which they show a timestamp.
    public static final SqlBinaryOperator AT_TIME_ZONE = new SqlBinaryOperator(
            "AT TIME ZONE",
            SqlKind.OTHER,
            PRECEDENCE_ZONE,
            true,
            TemporalOperators::otherSide,
            null,
            OperandTypes.family(SqlTypeFamily.DATETIME, SqlTypeFamily.CHARACTER)
                    .or(OperandTypes.family(SqlTypeFamily.DATETIME, SqlTypeFamily.DATETIME_INTERVAL)));

    /// The same with the zone of the session.
    public static final SqlPostfixOperator AT_LOCAL = new SqlPostfixOperator(
            "AT LOCAL",
            SqlKind.OTHER,
            PRECEDENCE_ZONE,
            TemporalOperators::otherSide,
            null,
            OperandTypes.family(SqlTypeFamily.DATETIME));

    /// What intervals are compared by, an exact number.
    public static final SqlFunction INTERVAL_TOTAL = new SqlFunction(
            "INTERVAL_TOTAL",
            SqlKind.OTHER_FUNCTION,
            binding -> binding.getTypeFactory()
                    .createTypeWithNullability(
                            binding.getTypeFactory().createSqlType(SqlTypeName.DECIMAL, 38, 0),
                            binding.getOperandType(0).isNullable()),
            null,
            OperandTypes.family(SqlTypeFamily.DATETIME_INTERVAL),
            SqlFunctionCategory.TIMEDATE);

    /// How many steps a series has behind its first value; too many are an error.
    public static final SqlFunction SERIES_LENGTH = new SqlFunction(
            "SERIES_LENGTH",
            SqlKind.OTHER_FUNCTION,
            ReturnTypes.BIGINT_NULLABLE,
            null,
            OperandTypes.NUMERIC,
            SqlFunctionCategory.NUMERIC);

    /// EXTRACT of each of our types; which of them has which field is looked at later.
    public static final SqlFunction EXTRACT = new SqlExtractFunction("EXTRACT", false) {
        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            RelDataType type = binding.getOperandType(1);
            return isInterval(type)
                    || SqlTypeName.DATETIME_TYPES.contains(type.getSqlTypeName())
                    || super.checkOperandTypes(binding, throwOnFailure);
        }

        @Override
        public void validateCall(
                SqlCall call, SqlValidator validator, SqlValidatorScope scope, SqlValidatorScope operandScope) {
            validator.validateTimeFrame((SqlIntervalQualifier) call.operand(0));
            call.operand(1).validateExpr(validator, operandScope);
        }
    };

    private TemporalOperators() {}

    private static SqlFunction literal(String name, SqlIntervalQualifier fields) {
        return new SqlFunction(
                name,
                SqlKind.OTHER_FUNCTION,
                binding -> binding.getTypeFactory().createSqlIntervalType(fields),
                null,
                OperandTypes.CHARACTER,
                SqlFunctionCategory.TIMEDATE);
    }

    /// The type of all intervals.
    public static RelDataType interval(RelDataTypeFactory factory) {
        return factory.createSqlIntervalType(ANY);
    }

    public static RelDataType days(RelDataTypeFactory factory) {
        return factory.createSqlIntervalType(DAYS);
    }

    public static boolean isInterval(RelDataType type) {
        return SqlTypeName.INTERVAL_TYPES.contains(type.getSqlTypeName());
    }

    public static boolean isDays(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.INTERVAL_DAY;
    }

    public static boolean isMoment(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.TIMESTAMP_TZ
                || type.getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
    }

    private static RelDataType otherSide(SqlOperatorBinding binding) {
        RelDataTypeFactory factory = binding.getTypeFactory();
        SqlTypeName other = isMoment(binding.getOperandType(0)) ? SqlTypeName.TIMESTAMP : SqlTypeName.TIMESTAMP_TZ;
        boolean nullable = binding.collectOperandTypes().stream().anyMatch(RelDataType::isNullable);
        return factory.createTypeWithNullability(factory.createSqlType(other), nullable);
    }
}
