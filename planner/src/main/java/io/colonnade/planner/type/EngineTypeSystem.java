package io.colonnade.planner.type;

import io.colonnade.planner.syntax.TemporalOperators;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/// The types of results.
///
/// | Expression | Type |
/// |---|---|
/// | DECIMAL(p1, s1) +, - DECIMAL(p2, s2) | scale max(s1, s2), one digit more before the point |
/// | * | scale s1 + s2, digits p1 + p2 |
/// | / | 38 digits, scale max(16, s1, s2) |
/// | % | scale max(s1, s2) |
/// | comparison, CASE, COALESCE, UNION of exact numbers | scale max(s1, s2) |
/// | REAL +, -, *, / REAL; another number | REAL; DOUBLE |
/// | SUM of TINYINT to INTEGER; BIGINT; DECIMAL(p, s); REAL, DOUBLE | BIGINT; DECIMAL(38, 0); DECIMAL(38, s); DOUBLE |
/// | AVG of integers; DECIMAL(p, s); REAL, DOUBLE | DECIMAL(38, 16); DECIMAL(38, max(16, s)); DOUBLE |
///
/// No type has more than 38 digits: beyond, digits before the point go and overflow is an error when it happens. A
/// product keeps at least {@link #MULTIPLY_SCALE_MIN} digits after the point before it gives up digits in front.
public final class EngineTypeSystem extends RelDataTypeSystemImpl {
    public static final EngineTypeSystem INSTANCE = new EngineTypeSystem();

    /// The fewest digits after the point of AVG and of a decimal quotient.
    public static final int FRACTION_MIN = 16;

    /// The digits after the point that a product keeps if it does not fit.
    public static final int MULTIPLY_SCALE_MIN = 20;

    private static final int PRECISION_MAX = 38;
    private static final int DEFAULT_SCALE = 10;
    private static final int TIMESTAMP_PRECISION = 6;

    private EngineTypeSystem() {}

    @Override
    public int getMaxPrecision(SqlTypeName type) {
        return switch (type) {
            case DECIMAL -> PRECISION_MAX;
            case CHAR, VARCHAR -> Integer.MAX_VALUE;
            case TIME, TIMESTAMP, TIMESTAMP_TZ -> TIMESTAMP_PRECISION;
            default -> super.getMaxPrecision(type);
        };
    }

    @Override
    public int getMaxScale(SqlTypeName type) {
        return type == SqlTypeName.DECIMAL ? PRECISION_MAX : super.getMaxScale(type);
    }

    @Override
    public int getDefaultPrecision(SqlTypeName type) {
        return switch (type) {
            case DECIMAL -> PRECISION_MAX;
            case TIME, TIMESTAMP, TIMESTAMP_TZ -> TIMESTAMP_PRECISION;
            default -> super.getDefaultPrecision(type);
        };
    }

    @Override
    public int getDefaultScale(SqlTypeName type) {
        return type == SqlTypeName.DECIMAL ? DEFAULT_SCALE : super.getDefaultScale(type);
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
        return true;
    }

    @Override
    public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
        RelDataType sum = switch (argument.getSqlTypeName()) {
            case TINYINT, SMALLINT, INTEGER -> factory.createSqlType(SqlTypeName.BIGINT);
            case BIGINT -> factory.createSqlType(SqlTypeName.DECIMAL, PRECISION_MAX, 0);
            case DECIMAL -> factory.createSqlType(SqlTypeName.DECIMAL, PRECISION_MAX, argument.getScale());
            case REAL -> factory.createSqlType(SqlTypeName.DOUBLE);
            default -> TemporalOperators.isInterval(argument) ? TemporalOperators.interval(factory) : argument;
        };
        return factory.createTypeWithNullability(sum, argument.isNullable());
    }

    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
        RelDataType average = switch (argument.getSqlTypeName()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                factory.createSqlType(SqlTypeName.DECIMAL, PRECISION_MAX, FRACTION_MIN);
            case DECIMAL ->
                factory.createSqlType(SqlTypeName.DECIMAL, PRECISION_MAX, Math.max(FRACTION_MIN, argument.getScale()));
            case REAL -> factory.createSqlType(SqlTypeName.DOUBLE);
            default -> TemporalOperators.isInterval(argument) ? TemporalOperators.interval(factory) : argument;
        };
        return factory.createTypeWithNullability(average, argument.isNullable());
    }

    @Override
    public @Nullable RelDataType deriveDecimalPlusType(
            RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!isDecimalOperation(left, right)) {
            return null;
        }
        int scale = Math.max(scale(left), scale(right));
        int whole = Math.max(precision(left) - scale(left), precision(right) - scale(right));
        return decimal(factory, whole + scale + 1, scale, left, right);
    }

    @Override
    public @Nullable RelDataType deriveDecimalMultiplyType(
            RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!isDecimalOperation(left, right)) {
            return null;
        }
        int scale = scale(left) + scale(right);
        int digits = precision(left) + precision(right);
        if (digits > PRECISION_MAX) {
            int kept = Math.max(MULTIPLY_SCALE_MIN, PRECISION_MAX - (digits - scale));
            scale = Math.min(scale, kept);
        }
        return decimal(factory, digits, scale, left, right);
    }

    @Override
    public @Nullable RelDataType deriveDecimalDivideType(
            RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!isDecimalOperation(left, right)) {
            return null;
        }
        int scale = Math.max(FRACTION_MIN, Math.max(scale(left), scale(right)));
        return decimal(factory, PRECISION_MAX, scale, left, right);
    }

    @Override
    public @Nullable RelDataType deriveDecimalModType(RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!isDecimalOperation(left, right)) {
            return null;
        }
        int scale = Math.max(scale(left), scale(right));
        int whole = Math.max(precision(left) - scale(left), precision(right) - scale(right));
        return decimal(factory, whole + scale, scale, left, right);
    }

    /// The type that exact numbers have in common: Calcite's gives up digits after the point where 38 do not
    /// suffice, so that 1.25 would equal 1 beside a DECIMAL(38, 0).
    static RelDataType exact(RelDataTypeFactory factory, List<RelDataType> types, RelDataType least) {
        if (least.getSqlTypeName() != SqlTypeName.DECIMAL) {
            return least;
        }
        int scale = 0;
        int whole = 0;
        for (RelDataType type : types) {
            if (SqlTypeUtil.isExactNumeric(type)) {
                scale = Math.max(scale, scale(type));
                whole = Math.max(whole, precision(type) - scale(type));
            }
        }
        return decimal(factory, whole + scale, scale, least, least);
    }

    private static boolean isDecimalOperation(RelDataType left, RelDataType right) {
        return SqlTypeUtil.isExactNumeric(left)
                && SqlTypeUtil.isExactNumeric(right)
                && (SqlTypeUtil.isDecimal(left) || SqlTypeUtil.isDecimal(right));
    }

    private static int precision(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER -> 10;
            case BIGINT -> 19;
            default -> type.getPrecision();
        };
    }

    private static int scale(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.DECIMAL ? type.getScale() : 0;
    }

    private static RelDataType decimal(
            RelDataTypeFactory factory, int precision, int scale, RelDataType left, RelDataType right) {
        RelDataType type = factory.createSqlType(SqlTypeName.DECIMAL, Math.min(PRECISION_MAX, precision), scale);
        return factory.createTypeWithNullability(type, left.isNullable() || right.isNullable());
    }
}
