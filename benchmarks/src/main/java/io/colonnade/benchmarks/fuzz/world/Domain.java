package io.colonnade.benchmarks.fuzz.world;

/// A type; precision and scale are those of a DECIMAL.
public record Domain(Kind kind, int precision, int scale) {
    /// Digits of a DECIMAL at most.
    public static final int DIGITS_MAX = 38;

    private static final double TEN = 10;

    public static Domain of(Kind kind) {
        return new Domain(kind, 0, 0);
    }

    public static Domain decimal(int precision, int scale) {
        return new Domain(Kind.DECIMAL, precision, scale);
    }

    public String sql() {
        return switch (kind) {
            case DECIMAL -> "DECIMAL(" + precision + ", " + scale + ")";
            case CHAR -> "CHAR(6)";
            case TIMESTAMPTZ -> "TIMESTAMP WITH TIME ZONE";
            default -> kind.name();
        };
    }

    /// The largest magnitude of a number of this type.
    public double most() {
        return switch (kind) {
            case TINYINT -> Byte.MAX_VALUE;
            case SMALLINT -> Short.MAX_VALUE;
            case INTEGER -> Integer.MAX_VALUE;
            case BIGINT -> Long.MAX_VALUE;
            case DECIMAL -> Math.pow(TEN, precision - scale);
            case DOUBLE -> 1e100;
            case REAL -> 1e30;
            default -> 0;
        };
    }

    /// The digits that a number of this type takes as a DECIMAL.
    public int digits() {
        return switch (kind) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER -> 10;
            case BIGINT -> 19;
            default -> precision;
        };
    }

    /// The least type that holds this and the other number.
    public Domain with(Domain other) {
        if (kind != Kind.DECIMAL && other.kind != Kind.DECIMAL || kind == Kind.DOUBLE || other.kind == Kind.DOUBLE) {
            return kind.compareTo(other.kind) >= 0 ? this : other;
        }
        int scaled = Math.max(scale, other.scale);
        return decimal(Math.max(digits() - scale, other.digits() - other.scale) + scaled, scaled);
    }
}
