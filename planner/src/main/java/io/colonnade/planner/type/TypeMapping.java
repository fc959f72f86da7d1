package io.colonnade.planner.type;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Type;
import io.colonnade.planner.syntax.IntervalName;
import io.colonnade.planner.syntax.TemporalOperators;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeAssignmentRule;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/// Types of ours as Calcite's and back.
public final class TypeMapping {
    private TypeMapping() {}

    /// A factory of Calcite types; each query has its own.
    public static RelDataTypeFactory newFactory() {
        return new SqlTypeFactoryImpl(EngineTypeSystem.INSTANCE) {
            @Override
            public Charset getDefaultCharset() {
                return StandardCharsets.UTF_8;
            }

            @Override
            public @Nullable RelDataType leastRestrictive(List<RelDataType> all, SqlTypeMappingRule rule) {
                // Of thousands of literals there are few types.
                List<RelDataType> types = all.stream().distinct().toList();
                List<RelDataType> intervals =
                        types.stream().filter(TemporalOperators::isInterval).toList();
                boolean isInterval = !intervals.isEmpty()
                        && types.stream()
                                .allMatch(type -> TemporalOperators.isInterval(type)
                                        || type.getSqlTypeName() == SqlTypeName.NULL);
                if (isInterval) {
                    // There is one type of intervals only, whatever the units of a literal, but for those of days.
                    boolean isSame =
                            types.stream().map(RelDataType::toString).distinct().count() == 1;
                    boolean nullable = types.stream().anyMatch(RelDataType::isNullable);
                    return createTypeWithNullability(
                            isSame ? intervals.getFirst() : TemporalOperators.interval(this), nullable);
                }
                // What may be cast or coerced to one another has no common type for that.
                RelDataType least = super.leastRestrictive(types, SqlTypeAssignmentRule.instance());
                return least == null ? null : EngineTypeSystem.exact(this, types, least);
            }
        };
    }

    public static RelDataType toCalcite(Type type, boolean nullable, RelDataTypeFactory factory) {
        RelDataType result = switch (type) {
            case Type.BooleanType t -> factory.createSqlType(SqlTypeName.BOOLEAN);
            case Type.TinyintType t -> factory.createSqlType(SqlTypeName.TINYINT);
            case Type.SmallintType t -> factory.createSqlType(SqlTypeName.SMALLINT);
            case Type.IntegerType t -> factory.createSqlType(SqlTypeName.INTEGER);
            case Type.BigintType t -> factory.createSqlType(SqlTypeName.BIGINT);
            case Type.RealType t -> factory.createSqlType(SqlTypeName.REAL);
            case Type.DoubleType t -> factory.createSqlType(SqlTypeName.DOUBLE);
            case Type.DecimalType t -> factory.createSqlType(SqlTypeName.DECIMAL, t.precision(), t.scale());
            case Type.CharType t -> factory.createSqlType(SqlTypeName.CHAR, t.length());
            case Type.VarcharType t ->
                t.length() == Type.VarcharType.UNLIMITED
                        ? factory.createSqlType(SqlTypeName.VARCHAR)
                        : factory.createSqlType(SqlTypeName.VARCHAR, t.length());
            case Type.DateType t -> factory.createSqlType(SqlTypeName.DATE);
            case Type.TimeType t -> factory.createSqlType(SqlTypeName.TIME);
            case Type.TimestampType t -> factory.createSqlType(SqlTypeName.TIMESTAMP);
            case Type.ZonedTimestampType t -> factory.createSqlType(SqlTypeName.TIMESTAMP_TZ);
            case Type.IntervalType t -> TemporalOperators.interval(factory);
        };
        return factory.createTypeWithNullability(result, nullable);
    }

    /// A type as a cast names it.
    public static SqlDataTypeSpec spec(Type type, SqlParserPos pos) {
        return type instanceof Type.IntervalType
                ? new SqlDataTypeSpec(new IntervalName(pos), pos)
                : SqlTypeUtil.convertTypeToSpec(toCalcite(type, true, newFactory()));
    }

    public static Type fromCalcite(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case BOOLEAN -> Type.BOOLEAN;
            case TINYINT -> Type.TINYINT;
            case SMALLINT -> Type.SMALLINT;
            case INTEGER -> Type.INTEGER;
            case BIGINT -> Type.BIGINT;
            case REAL -> Type.REAL;
            case FLOAT, DOUBLE -> Type.DOUBLE;
            case DECIMAL -> Type.decimal(type.getPrecision(), type.getScale());
            case CHAR -> new Type.CharType(Math.max(1, type.getPrecision()));
            case VARCHAR ->
                type.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED
                        ? Type.VARCHAR
                        : new Type.VarcharType(Math.max(1, type.getPrecision()));
            case DATE -> Type.DATE;
            case TIME -> Type.TIME;
            case TIMESTAMP -> Type.TIMESTAMP;
            case TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Type.TIMESTAMP_TZ;
            case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> Type.INTERVAL;
            case INTERVAL_DAY, INTERVAL_DAY_HOUR, INTERVAL_DAY_MINUTE, INTERVAL_DAY_SECOND -> Type.INTERVAL;
            case INTERVAL_HOUR, INTERVAL_HOUR_MINUTE, INTERVAL_HOUR_SECOND -> Type.INTERVAL;
            case INTERVAL_MINUTE, INTERVAL_MINUTE_SECOND, INTERVAL_SECOND -> Type.INTERVAL;
            // The type of a bare NULL.
            case NULL, UNKNOWN -> Type.VARCHAR;
            default ->
                throw new EngineException(
                        ErrorCode.NOT_SUPPORTED, "the type " + type.getSqlTypeName() + " is not supported yet");
        };
    }
}
