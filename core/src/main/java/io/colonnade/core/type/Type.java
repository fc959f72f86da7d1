package io.colonnade.core.type;

/// A SQL type. Whether a column may hold NULL is a property of the column, not of the type.
public sealed interface Type {
    Type BOOLEAN = new BooleanType();
    Type TINYINT = new TinyintType();
    Type SMALLINT = new SmallintType();
    Type INTEGER = new IntegerType();
    Type BIGINT = new BigintType();
    Type REAL = new RealType();
    Type DOUBLE = new DoubleType();
    Type DATE = new DateType();
    Type TIME = new TimeType();
    Type TIMESTAMP = new TimestampType();
    Type TIMESTAMP_TZ = new ZonedTimestampType();
    Type INTERVAL = new IntervalType();
    /// VARCHAR without a limit.
    Type VARCHAR = new VarcharType(VarcharType.UNLIMITED);

    Layout layout();

    /// The name as DDL writes it, such as `DECIMAL(12, 2)`.
    String sql();

    static DecimalType decimal(int precision, int scale) {
        return new DecimalType(precision, scale);
    }

    default boolean isString() {
        return this instanceof CharType || this instanceof VarcharType;
    }

    /// TINYINT, SMALLINT, INTEGER and BIGINT.
    default boolean isInteger() {
        return this instanceof TinyintType
                || this instanceof SmallintType
                || this instanceof IntegerType
                || this instanceof BigintType;
    }

    /// REAL and DOUBLE.
    default boolean isFloating() {
        return this instanceof RealType || this instanceof DoubleType;
    }

    default boolean isNumeric() {
        return isInteger() || this instanceof DecimalType || isFloating();
    }

    /// True or false.
    record BooleanType() implements Type {
        @Override
        public Layout layout() {
            return Layout.BIT;
        }

        @Override
        public String sql() {
            return "BOOLEAN";
        }
    }

    /// 8 bit integer with a sign; computed in 32 bits and checked against its range where it is made.
    record TinyintType() implements Type {
        @Override
        public Layout layout() {
            return Layout.INT32;
        }

        @Override
        public String sql() {
            return "TINYINT";
        }
    }

    /// 16 bit integer; computed in 32 bits and checked against its range where it is made.
    record SmallintType() implements Type {
        @Override
        public Layout layout() {
            return Layout.INT32;
        }

        @Override
        public String sql() {
            return "SMALLINT";
        }
    }

    /// 32 bit integer.
    record IntegerType() implements Type {
        @Override
        public Layout layout() {
            return Layout.INT32;
        }

        @Override
        public String sql() {
            return "INTEGER";
        }
    }

    /// 64 bit integer.
    record BigintType() implements Type {
        @Override
        public Layout layout() {
            return Layout.INT64;
        }

        @Override
        public String sql() {
            return "BIGINT";
        }
    }

    /// IEEE 754 number of 32 bits. Every value lies in memory as the DOUBLE that equals it: what computes in
    /// 64 bits rounds where it makes a REAL.
    record RealType() implements Type {
        @Override
        public Layout layout() {
            return Layout.FLOAT64;
        }

        @Override
        public String sql() {
            return "REAL";
        }
    }

    /// IEEE 754 number of 64 bits; NaN equals itself and is greater than all others, as in PostgreSQL.
    record DoubleType() implements Type {
        @Override
        public Layout layout() {
            return Layout.FLOAT64;
        }

        @Override
        public String sql() {
            return "DOUBLE";
        }
    }

    /// Exact number: `precision` digits in all (1..38), `scale` of them after the point (0..precision).
    record DecimalType(int precision, int scale) implements Type {
        public static final int PRECISION_MAX = 38;
        /// The most digits that 64 bits hold.
        public static final int PRECISION_INT64_MAX = 18;

        public DecimalType {
            if (precision < 1 || precision > PRECISION_MAX || scale < 0 || scale > precision) {
                throw new IllegalArgumentException("DECIMAL(" + precision + ", " + scale + ")");
            }
        }

        @Override
        public Layout layout() {
            return precision <= PRECISION_INT64_MAX ? Layout.INT64 : Layout.INT128;
        }

        @Override
        public String sql() {
            return "DECIMAL(" + precision + ", " + scale + ")";
        }
    }

    /// Text of a fixed number of characters. As in PostgreSQL, trailing blanks do not count: values are stored and
    /// compared without them, and a value longer than `length` characters is an error.
    record CharType(int length) implements Type {
        @Override
        public Layout layout() {
            return Layout.VIEW;
        }

        @Override
        public String sql() {
            return "CHAR(" + length + ")";
        }
    }

    /// Text of at most `length` characters (code points).
    record VarcharType(int length) implements Type {
        public static final int UNLIMITED = Integer.MAX_VALUE;

        @Override
        public Layout layout() {
            return Layout.VIEW;
        }

        @Override
        public String sql() {
            return length == UNLIMITED ? "VARCHAR" : "VARCHAR(" + length + ")";
        }
    }

    /// A day, counted from 1970-01-01.
    record DateType() implements Type {
        @Override
        public Layout layout() {
            return Layout.INT32;
        }

        @Override
        public String sql() {
            return "DATE";
        }
    }

    /// A date and time of day without a zone, to the microsecond.
    record TimestampType() implements Type {
        @Override
        public Layout layout() {
            return Layout.INT64;
        }

        @Override
        public String sql() {
            return "TIMESTAMP";
        }
    }

    /// A time of day without a zone, from 00:00 up to but without 24:00, in microseconds since midnight.
    record TimeType() implements Type {
        @Override
        public Layout layout() {
            return Layout.INT64;
        }

        @Override
        public String sql() {
            return "TIME";
        }
    }

    /// A moment, in microseconds since 1970-01-01T00:00Z. It has no zone of its own: the zone of the session
    /// is that in which it is read from text, written as text, and taken apart.
    record ZonedTimestampType() implements Type {
        @Override
        public Layout layout() {
            return Layout.INT64;
        }

        @Override
        public String sql() {
            return "TIMESTAMP WITH TIME ZONE";
        }
    }

    /// A span of months, days and microseconds, which do not turn into one another by themselves. The integer that
    /// stands for it, and how two are compared, is told at {@link Interval}.
    record IntervalType() implements Type {
        @Override
        public Layout layout() {
            return Layout.INT128;
        }

        @Override
        public String sql() {
            return "INTERVAL";
        }
    }
}
