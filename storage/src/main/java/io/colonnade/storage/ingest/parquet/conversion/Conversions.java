package io.colonnade.storage.ingest.parquet.conversion;

import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.math.BigInteger;
import java.util.Optional;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/// Which types of Parquet become which types of ours without a loss.
///
/// | Parquet | Colonnade |
/// |---|---|
/// | BOOLEAN | BOOLEAN |
/// | INT32, INT64, signed or not | TINYINT to BIGINT, DECIMAL, each value checked; 32 bits also DOUBLE |
/// | DECIMAL on any physical type | DECIMAL of no smaller scale, or with scale 0 an integer, each value checked |
/// | FLOAT | REAL, DOUBLE |
/// | DOUBLE | DOUBLE |
/// | BYTE_ARRAY as text or without annotation | CHAR, VARCHAR: UTF-8 and length checked |
/// | DATE | DATE, TIMESTAMP |
/// | TIME in millis, micros, nanos | TIME |
/// | TIMESTAMP in millis, micros, nanos; INT96 | TIMESTAMP; WITH TIME ZONE if it is adjusted to UTC |
/// | FIXED_LEN_BYTE_ARRAY(16) as we write it; INTERVAL | INTERVAL |
public final class Conversions {
    private static final long MICROS_A_DAY = 86_400_000_000L;
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private Conversions() {}

    public static Optional<Conversion> find(PrimitiveType source, Type target) {
        LogicalTypeAnnotation meaning = source.getLogicalTypeAnnotation();
        return switch (source.getPrimitiveTypeName()) {
            case BOOLEAN -> target instanceof Type.BooleanType ? Optional.of(new Conversion.Bits()) : Optional.empty();
            case FLOAT ->
                target.isFloating() && meaning == null
                        ? Optional.of(new RealConversions.FloatToDouble())
                        : Optional.empty();
            case DOUBLE ->
                target instanceof Type.DoubleType && meaning == null
                        ? Optional.of(new IntegerConversions.Copy(8))
                        : Optional.empty();
            case INT96 ->
                target instanceof Type.TimestampType
                        ? Optional.of(new TimeConversions.Int96ToMicros())
                        : Optional.empty();
            case INT32 -> number(meaning, 4, target);
            case INT64 -> number(meaning, 8, target);
            case BINARY, FIXED_LEN_BYTE_ARRAY -> bytes(meaning, source.getPrimitiveTypeName(), target);
        };
    }

    private static Optional<Conversion> number(LogicalTypeAnnotation meaning, int width, Type target) {
        if (meaning instanceof DateLogicalTypeAnnotation) {
            return switch (target) {
                case Type.DateType t -> Optional.of(new IntegerConversions.Copy(4));
                case Type.TimestampType t -> Optional.of(scaled(width, false, 0, MICROS_A_DAY, LONG_MAX, target));
                default -> Optional.empty();
            };
        }
        if (meaning instanceof TimestampLogicalTypeAnnotation timestamp) {
            boolean fits = target instanceof Type.TimestampType
                    || target instanceof Type.ZonedTimestampType && timestamp.isAdjustedToUTC();
            return fits ? Optional.of(timestamp(timestamp, target)) : Optional.empty();
        }
        if (meaning instanceof TimeLogicalTypeAnnotation time) {
            return target instanceof Type.TimeType ? Optional.of(time(time)) : Optional.empty();
        }
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return integer(width, false, decimal.getScale(), target);
        }
        if (meaning == null || meaning instanceof IntLogicalTypeAnnotation) {
            boolean isUnsigned = meaning instanceof IntLogicalTypeAnnotation integer && !integer.isSigned();
            if (target instanceof Type.DoubleType) {
                return width == 4 ? Optional.of(new RealConversions.Int32ToDouble(isUnsigned)) : Optional.empty();
            }
            return integer(width, isUnsigned, 0, target);
        }
        return Optional.empty();
    }

    private static Conversion timestamp(TimestampLogicalTypeAnnotation timestamp, Type target) {
        return switch (timestamp.getUnit()) {
            case MILLIS -> scaled(8, false, 0, 1000, LONG_MAX, target);
            case MICROS -> new IntegerConversions.Copy(8);
            case NANOS -> new TimeConversions.NanosToMicros();
        };
    }

    private static Conversion time(TimeLogicalTypeAnnotation time) {
        return switch (time.getUnit()) {
            case MILLIS -> new TimeConversions.TimeToMicros(4, 1, 1000);
            case MICROS -> new TimeConversions.TimeToMicros(8, 1, 1);
            case NANOS -> new TimeConversions.TimeToMicros(8, 1000, 1);
        };
    }

    /// Whole numbers, or decimals of a scale, in 4 or 8 bytes.
    private static Optional<Conversion> integer(int width, boolean isUnsigned, int scale, Type target) {
        return switch (target) {
            case Type.TinyintType t -> whole(width, isUnsigned, scale, Byte.MAX_VALUE, target);
            case Type.SmallintType t -> whole(width, isUnsigned, scale, Short.MAX_VALUE, target);
            case Type.IntegerType t -> whole(width, isUnsigned, scale, Integer.MAX_VALUE, target);
            case Type.BigintType t -> whole(width, isUnsigned, scale, Long.MAX_VALUE, target);
            case Type.DecimalType t -> {
                int places = t.scale() - scale;
                if (places < 0) {
                    yield Optional.empty();
                }
                BigInteger max = BigInteger.TEN.pow(t.precision()).subtract(BigInteger.ONE);
                if (places > 18) {
                    yield Optional.of(new IntegerConversions.ToWideDecimal(width, isUnsigned, scale, t));
                }
                long factor = BigInteger.TEN.pow(places).longValueExact();
                yield Optional.of(scaled(width, isUnsigned, scale, factor, max, target));
            }
            case Type.BooleanType t -> Optional.empty();
            case Type.RealType t -> Optional.empty();
            case Type.DoubleType t -> Optional.empty();
            case Type.CharType t -> Optional.empty();
            case Type.VarcharType t -> Optional.empty();
            case Type.DateType t -> Optional.empty();
            case Type.TimeType t -> Optional.empty();
            case Type.TimestampType t -> Optional.empty();
            case Type.ZonedTimestampType t -> Optional.empty();
            case Type.IntervalType t -> Optional.empty();
        };
    }

    private static Optional<Conversion> whole(int width, boolean isUnsigned, int scale, long max, Type target) {
        boolean isSame = !isUnsigned
                && (width == 4 ? max == Integer.MAX_VALUE : max == Long.MAX_VALUE)
                && width == target.layout().bytes();
        if (scale > 0) {
            return Optional.empty();
        }
        return Optional.of(
                isSame
                        ? new IntegerConversions.Copy(width)
                        : scaled(width, isUnsigned, 0, 1, BigInteger.valueOf(max), target));
    }

    private static Conversion scaled(
            int width, boolean isUnsigned, int scale, long factor, BigInteger max, Type target) {
        long high = max.divide(BigInteger.valueOf(factor)).min(LONG_MAX).longValueExact();
        boolean isDecimal = target instanceof Type.DecimalType;
        // Decimals are symmetric, two's complement has one more value below zero.
        long low = isUnsigned ? 0 : isDecimal || factor != 1 ? -high : -high - 1;
        return target.layout() == Layout.INT128
                ? new IntegerConversions.ToInt128(width, isUnsigned, scale, low, high, factor, target)
                : new IntegerConversions.Scaled(width, isUnsigned, scale, low, high, factor, target);
    }

    private static Optional<Conversion> interval(LogicalTypeAnnotation meaning, PrimitiveTypeName name) {
        boolean fixed = name == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
        boolean isParquets = meaning instanceof IntervalLogicalTypeAnnotation;
        return fixed && (isParquets || meaning == null)
                ? Optional.of(new IntervalConversion(isParquets))
                : Optional.empty();
    }

    private static Optional<Conversion> bytes(LogicalTypeAnnotation meaning, PrimitiveTypeName name, Type target) {
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return switch (target) {
                case Type.DecimalType t
                when t.scale() >= decimal.getScale() -> Optional.of(new DecimalConversion(decimal.getScale(), t));
                default -> Optional.empty();
            };
        }
        if (target instanceof Type.IntervalType) {
            return interval(meaning, name);
        }
        boolean isText = meaning instanceof StringLogicalTypeAnnotation
                || meaning instanceof EnumLogicalTypeAnnotation
                || meaning instanceof JsonLogicalTypeAnnotation
                || meaning == null && name == PrimitiveTypeName.BINARY;
        if (!isText) {
            return Optional.empty();
        }
        return switch (target) {
            case Type.CharType t -> Optional.of(new TextConversion(t.length(), true, target));
            case Type.VarcharType t -> Optional.of(new TextConversion(t.length(), false, target));
            default -> Optional.empty();
        };
    }
}
