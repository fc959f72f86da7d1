package io.colonnade.coordinator.system;

import io.colonnade.core.type.Type;
import org.jspecify.annotations.Nullable;

/// A type in the words of `information_schema`: its name in the standard, and what else is known of its
/// values. Null is what does not apply.
record StandardType(
        String name,
        @Nullable Integer characters,
        @Nullable Integer precision,
        @Nullable Integer radix,
        @Nullable Integer scale,
        @Nullable Integer fraction) {
    private static final int MICROS = 6;

    static StandardType of(Type type) {
        return switch (type) {
            case Type.BooleanType t -> plain("BOOLEAN");
            case Type.TinyintType t -> integer("TINYINT", 8);
            case Type.SmallintType t -> integer("SMALLINT", 16);
            case Type.IntegerType t -> integer("INTEGER", 32);
            case Type.BigintType t -> integer("BIGINT", 64);
            case Type.RealType t -> new StandardType("REAL", null, 24, 2, null, null);
            case Type.DoubleType t -> new StandardType("DOUBLE PRECISION", null, 53, 2, null, null);
            case Type.DecimalType t -> new StandardType("DECIMAL", null, t.precision(), 10, t.scale(), null);
            case Type.CharType t -> new StandardType("CHARACTER", t.length(), null, null, null, null);
            case Type.VarcharType t ->
                new StandardType(
                        "CHARACTER VARYING",
                        t.length() == Type.VarcharType.UNLIMITED ? null : t.length(),
                        null,
                        null,
                        null,
                        null);
            case Type.DateType t -> new StandardType("DATE", null, null, null, null, 0);
            case Type.TimestampType t ->
                new StandardType("TIMESTAMP WITHOUT TIME ZONE", null, null, null, null, MICROS);
            case Type.TimeType t -> new StandardType("TIME WITHOUT TIME ZONE", null, null, null, null, MICROS);
            case Type.ZonedTimestampType t ->
                new StandardType("TIMESTAMP WITH TIME ZONE", null, null, null, null, MICROS);
            case Type.IntervalType t -> new StandardType("INTERVAL", null, null, null, null, MICROS);
        };
    }

    private static StandardType plain(String name) {
        return new StandardType(name, null, null, null, null, null);
    }

    private static StandardType integer(String name, int bits) {
        return new StandardType(name, null, bits, 2, 0, null);
    }
}
