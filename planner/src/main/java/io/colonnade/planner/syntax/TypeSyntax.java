package io.colonnade.planner.syntax;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Type;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.type.SqlTypeName;

/// Types as CREATE TABLE writes them.
final class TypeSyntax {
    /// What NUMERIC without digits means for a column.
    private static final Type DECIMAL_DEFAULT = Type.decimal(38, 10);

    private static final int LENGTH_MAX = 10_485_760;

    private TypeSyntax() {}

    static Type type(SqlDataTypeSpec spec) {
        if (spec.getTypeNameSpec() instanceof IntervalName) {
            return Type.INTERVAL;
        }
        if (spec.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic) {
            SqlTypeName name = SqlTypeName.get(basic.getTypeName().getSimple());
            if (name != null) {
                return basic(spec, basic, name);
            }
        }
        throw new EngineException(
                ErrorCode.NOT_SUPPORTED,
                "the type " + spec.getTypeName() + " is not supported",
                Positions.of(spec),
                "types are BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL(p, s), CHAR(n), VARCHAR,"
                        + " DATE, TIME, TIMESTAMP [WITH TIME ZONE] and INTERVAL",
                null);
    }

    private static Type basic(SqlDataTypeSpec spec, SqlBasicTypeNameSpec basic, SqlTypeName name) {
        int precision = basic.getPrecision();
        int scale = basic.getScale();
        return switch (name) {
            case BOOLEAN -> Type.BOOLEAN;
            case TINYINT -> Type.TINYINT;
            case SMALLINT -> Type.SMALLINT;
            case INTEGER -> Type.INTEGER;
            case BIGINT -> Type.BIGINT;
            case REAL -> Type.REAL;
            case DOUBLE, FLOAT -> Type.DOUBLE;
            case DATE -> Type.DATE;
            case TIME -> Type.TIME;
            case TIMESTAMP -> Type.TIMESTAMP;
            case TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Type.TIMESTAMP_TZ;
            case DECIMAL -> precision < 0 ? DECIMAL_DEFAULT : decimal(spec, precision, Math.max(0, scale), scale);
            case CHAR -> new Type.CharType(length(spec, precision < 0 ? 1 : precision));
            case VARCHAR -> precision < 0 ? Type.VARCHAR : new Type.VarcharType(length(spec, precision));
            default ->
                throw new EngineException(
                        ErrorCode.NOT_SUPPORTED,
                        "the type " + name.getName() + " is not supported",
                        Positions.of(spec),
                        null,
                        null);
        };
    }

    private static Type decimal(SqlDataTypeSpec spec, int precision, int scale, int writtenScale) {
        if (precision < 1 || precision > Type.DecimalType.PRECISION_MAX) {
            throw bad(spec, "DECIMAL has 1 to 38 digits, not " + precision);
        }
        if (scale > precision || (writtenScale < 0 && writtenScale != Integer.MIN_VALUE)) {
            throw bad(
                    spec, "the scale of DECIMAL(" + precision + ", s) is 0 to " + precision + ", not " + writtenScale);
        }
        return Type.decimal(precision, scale);
    }

    private static int length(SqlDataTypeSpec spec, int length) {
        if (length < 1 || length > LENGTH_MAX) {
            throw bad(spec, "the length of a string type is 1 to " + LENGTH_MAX + ", not " + length);
        }
        return length;
    }

    private static EngineException bad(SqlDataTypeSpec spec, String message) {
        return new EngineException(ErrorCode.INVALID_PARAMETER, message, Positions.of(spec), null, null);
    }
}
