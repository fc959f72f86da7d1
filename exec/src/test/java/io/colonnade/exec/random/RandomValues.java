package io.colonnade.exec.random;

import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Interval;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;

/// Random values of every type that are not NULL.
public final class RandomValues {
    public static final List<Type> TYPES = List.of(
            Type.BOOLEAN,
            Type.TINYINT,
            Type.SMALLINT,
            Type.INTEGER,
            Type.BIGINT,
            Type.REAL,
            Type.DOUBLE,
            Type.decimal(5, 2),
            Type.decimal(15, 2),
            Type.decimal(18, 0),
            Type.decimal(19, 3),
            Type.decimal(30, 4),
            Type.decimal(38, 10),
            Type.VARCHAR,
            new Type.VarcharType(6),
            new Type.CharType(8),
            Type.DATE,
            Type.TIME,
            Type.TIMESTAMP,
            Type.TIMESTAMP_TZ,
            Type.INTERVAL);

    private static final String[] TEXTS = {
        "",
        "a",
        "b",
        "ab",
        "MFGR#1",
        "MFGR#12",
        "MFGR#1221",
        "ASIA",
        "AFRICA",
        " padded ",
        "ä",
        "äöü",
        "日本語",
        "naïve%_x",
        "12",
        "-7",
        "3.25",
        "1e3",
        "true",
        "no",
        "1998-09-02",
        "1998-09-02 23:59:59.5",
        "23:59:59.5",
        "1 day",
    };

    /// Around the border of what lies inside a view, of one to four bytes a character, and letters that
    /// change their length with their case.
    private static final String[] ODD_TEXTS = {
        "",
        " ",
        "twelve bytes",
        "twelve bytez",
        "thirteen byte",
        "thirteen bytf",
        "twelve bytes plus",
        "a string of more than twelve bytes",
        "a string of more than twelve bytez",
        "a string of more than twelve bytes!",
        "UNITED KINGDOM of Great Britain",
        "äöüäöü",
        "äöüäöüx",
        "日本語日",
        "日本語日x",
        "😀",
        "😀 smile",
        "😀😀😀",
        "😀😀😀x",
        "😀😀😀😀",
        "\uFFFD\uD83D\uDE00",
        "straße STRASSE",
        "ΑΣ",
        "ŉ",
        "abcabcabcabcabcabc",
        "x".repeat(255),
        "yz".repeat(300),
    };

    private static final double[] ODD_REALS = {
        0.0,
        -0.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        1e308,
        1e-300,
        0x1p63,
        -0x1p63,
        0x1p31,
        4.5e15,
        9007199254740993.0,
        0.1,
        0.5,
        2.5,
        -2.5,
        32767.5,
        -32768.5
    };

    private final Random random;

    public RandomValues(Random random) {
        this.random = random;
    }

    public Type type() {
        return TYPES.get(random.nextInt(TYPES.size()));
    }

    public Spread spread() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> Spread.TAME;
            case 2, 3, 4 -> Spread.USUAL;
            default -> Spread.EDGES;
        };
    }

    public Datum value(Type type) {
        return value(type, Spread.USUAL);
    }

    public Datum value(Type type, Spread spread) {
        boolean odd = switch (spread) {
            case TAME -> false;
            case USUAL -> random.nextInt(10) == 0;
            case EDGES -> random.nextBoolean();
        };
        return switch (type) {
            case Type.BooleanType t -> Datum.of(random.nextBoolean());
            case Type.TinyintType t -> Datum.of(integer(Byte.MAX_VALUE, odd));
            case Type.SmallintType t -> Datum.of(integer(Short.MAX_VALUE, odd));
            case Type.IntegerType t -> Datum.of(integer(Integer.MAX_VALUE, odd));
            case Type.BigintType t -> Datum.of(integer(Long.MAX_VALUE, odd));
            case Type.RealType t -> Datum.of((float) real(odd));
            case Type.DoubleType t -> Datum.of(real(odd));
            case Type.DecimalType t -> decimal(t, odd);
            case Type.CharType t -> Datum.of(cut(text(odd), t.length()).replaceAll(" +$", ""));
            case Type.VarcharType t -> Datum.of(cut(text(odd), t.length()));
            case Type.DateType t -> Datum.of(odd ? integer(Integer.MAX_VALUE, true) : random.nextInt(-20_000, 40_000));
            case Type.TimeType t -> Datum.of(odd ? clock() : clock() / 1_000_000 * 1_000_000);
            case Type.TimestampType t -> Datum.of(odd ? integer(Long.MAX_VALUE, true) : timestamp());
            case Type.ZonedTimestampType t -> Datum.of(odd ? integer(Long.MAX_VALUE, true) : timestamp());
            case Type.IntervalType t -> new Datum.Wide(interval(odd).number());
        };
    }

    private long clock() {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> Interval.MICROS_PER_DAY - 1;
            default -> random.nextLong(Interval.MICROS_PER_DAY);
        };
    }

    /// Among them many that are equal as PostgreSQL compares them.
    private Interval interval(boolean odd) {
        if (!odd) {
            return new Interval(
                    random.nextInt(-1, 3),
                    random.nextInt(-2, 3) * 15,
                    random.nextInt(-2, 3) * Interval.MICROS_PER_DAY / 2);
        }
        return switch (random.nextInt(4)) {
            case 0 -> new Interval(Interval.MONTHS_MAX, Interval.DAYS_MAX, Long.MAX_VALUE);
            case 1 -> new Interval(-Interval.MONTHS_MAX, -Interval.DAYS_MAX, Long.MIN_VALUE);
            case 2 -> new Interval(random.nextInt(-30, 30), random.nextInt(-90, 90), clock());
            default -> new Interval(0, 0, random.nextLong());
        };
    }

    /// The least value of an integer type, or of a decimal, date or timestamp as an integer.
    static long least(Type type) {
        return switch (type) {
            case Type.TinyintType t -> Byte.MIN_VALUE;
            case Type.SmallintType t -> Short.MIN_VALUE;
            case Type.TimeType t -> 0;
            case Type.DecimalType t -> -greatest(type);
            default -> type.layout() == Layout.INT32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
        };
    }

    static long greatest(Type type) {
        return switch (type) {
            case Type.TinyintType t -> Byte.MAX_VALUE;
            case Type.SmallintType t -> Short.MAX_VALUE;
            case Type.TimeType t -> Interval.MICROS_PER_DAY - 1;
            case Type.DecimalType t -> BigInteger.TEN.pow(t.precision()).longValueExact() - 1;
            default -> type.layout() == Layout.INT32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
        };
    }

    private long integer(long max, boolean odd) {
        if (!odd) {
            return random.nextInt(-10, 60);
        }
        return switch (random.nextInt(4)) {
            case 0 -> max - random.nextInt(3);
            case 1 -> -max - 1 + random.nextInt(3);
            case 2 -> random.nextLong(max);
            default -> -random.nextLong(max);
        };
    }

    private long timestamp() {
        long micros = random.nextLong(-1_000_000_000_000_000L, 4_000_000_000_000_000L);
        return random.nextBoolean() ? micros : micros / 1_000_000 * 1_000_000;
    }

    private double real(boolean odd) {
        if (odd) {
            return random.nextInt(3) == 0 ? random.nextGaussian() * 1e6 : ODD_REALS[random.nextInt(ODD_REALS.length)];
        }
        return random.nextInt(-20, 40) / 2.0;
    }

    private Datum decimal(Type.DecimalType type, boolean odd) {
        BigInteger limit = BigInteger.TEN.pow(type.precision());
        BigInteger value = odd
                ? switch (random.nextInt(4)) {
                    case 0 -> limit.subtract(BigInteger.ONE);
                    case 1 -> limit.negate().add(BigInteger.ONE);
                    // As many digits as 64 bits hold, and one more.
                    case 2 ->
                        BigInteger.TEN.pow(18).subtract(BigInteger.TWO).add(BigInteger.valueOf(random.nextInt(5)));
                    default -> new BigInteger(limit.bitLength() - 1, random);
                }
                : BigInteger.valueOf(random.nextInt(-50, 500))
                        .multiply(BigInteger.TEN.pow(random.nextInt(Math.min(6, type.scale() + 1))));
        value = value.remainder(limit);
        return type.layout() == Layout.INT64 ? Datum.of(value.longValueExact()) : new Datum.Wide(value);
    }

    private String text(boolean odd) {
        if (!odd) {
            return TEXTS[random.nextInt(TEXTS.length)];
        }
        if (random.nextInt(4) == 0) {
            // Two that share a prefix differ late or in length only.
            return "prefix" + "-".repeat(random.nextInt(12)) + random.nextInt(20);
        }
        return ODD_TEXTS[random.nextInt(ODD_TEXTS.length)];
    }

    private static String cut(String text, int length) {
        return text.codePointCount(0, text.length()) <= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, length));
    }
}
