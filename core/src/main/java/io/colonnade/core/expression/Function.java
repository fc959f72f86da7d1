package io.colonnade.core.expression;

/// What the workers compute beside operators: the kernels of the functions that SQL knows, and what the
/// planner writes operators on dates as. The registry of functions says what each is called in SQL, what it
/// takes and when it is NULL.
///
/// Each has a name for plans, and how many arguments it takes: `min` to `max`.
public enum Function {
    LOWER("LOWER", 1, 1),
    UPPER("UPPER", 1, 1),
    CHAR_LENGTH("CHAR_LENGTH", 1, 1),
    SUBSTRING("SUBSTRING", 2, 3),
    TRIM("TRIM", 1, 1),
    LTRIM("LTRIM", 1, 1),
    RTRIM("RTRIM", 1, 1),
    CONCAT("||", 2, 2),
    POSITION("POSITION", 2, 2),
    REPLACE("REPLACE", 3, 3),
    ABS("ABS", 1, 1),
    FLOOR("FLOOR", 1, 1),
    CEIL("CEIL", 1, 1),
    ROUND("ROUND", 1, 2),
    SQRT("SQRT", 1, 1),
    POWER("POWER", 2, 2),
    LN("LN", 1, 1),
    EXP("EXP", 1, 1),
    EXTRACT_YEAR("EXTRACT YEAR", 1, 1),
    EXTRACT_QUARTER("EXTRACT QUARTER", 1, 1),
    EXTRACT_MONTH("EXTRACT MONTH", 1, 1),
    EXTRACT_WEEK("EXTRACT WEEK", 1, 1),
    EXTRACT_DAY("EXTRACT DAY", 1, 1),
    EXTRACT_DAY_OF_WEEK("EXTRACT DOW", 1, 1),
    EXTRACT_DAY_OF_YEAR("EXTRACT DOY", 1, 1),
    EXTRACT_HOUR("EXTRACT HOUR", 1, 1),
    EXTRACT_MINUTE("EXTRACT MINUTE", 1, 1),
    EXTRACT_SECOND("EXTRACT SECOND", 1, 1),
    ADD_DAYS("ADD_DAYS", 2, 2),
    ADD_MONTHS("ADD_MONTHS", 2, 2),
    ADD_MICROS("ADD_MICROS", 2, 2),
    DIFF_DAYS("DIFF_DAYS", 2, 2),
    OCTET_LENGTH(1, 1),
    BIT_LENGTH(1, 1),
    LEFT(2, 2),
    RIGHT(2, 2),
    LPAD(2, 3),
    RPAD(2, 3),
    REPEAT(2, 2),
    REVERSE(1, 1),
    INITCAP(1, 1),
    CONCAT_ALL("CONCAT", 1, Function.ANY_NUMBER),
    CONCAT_WS(1, Function.ANY_NUMBER),
    SPLIT_PART(3, 3),
    TRANSLATE(3, 3),
    ASCII(1, 1),
    CHR(1, 1),
    OVERLAY(3, 4),
    TRIM_OF("TRIM", 2, 2),
    LTRIM_OF("LTRIM", 2, 2),
    RTRIM_OF("RTRIM", 2, 2),
    STARTS_WITH(2, 2),
    ENDS_WITH(2, 2),
    CONTAINS(2, 2),
    FORMAT(1, Function.ANY_NUMBER),
    QUOTE_LITERAL(1, 1),
    QUOTE_IDENT(1, 1),
    TO_HEX(1, 1),
    LEVENSHTEIN(2, 2),
    LIKE_PATTERN("LIKE", 2, 3),
    REGEXP_LIKE(2, 3),
    REGEXP_FULL_MATCH(2, 3),
    REGEXP_REPLACE(3, 4),
    REGEXP_SUBSTR(2, 6),
    REGEXP_EXTRACT(2, 4),
    REGEXP_COUNT(2, 4),
    REGEXP_INSTR(2, 4),
    SIMILAR_TO("SIMILAR TO", 2, 3),
    SIGN(1, 1),
    TRUNC(1, 2),
    ROUND_TO("ROUND", 2, 2),
    CBRT(1, 1),
    LOG10(1, 1),
    LOG2(1, 1),
    LOG(2, 2),
    SIN(1, 1),
    COS(1, 1),
    TAN(1, 1),
    COT(1, 1),
    ASIN(1, 1),
    ACOS(1, 1),
    ATAN(1, 1),
    ATAN2(2, 2),
    SINH(1, 1),
    COSH(1, 1),
    TANH(1, 1),
    ASINH(1, 1),
    ACOSH(1, 1),
    ATANH(1, 1),
    DEGREES(1, 1),
    RADIANS(1, 1),
    PI(0, 0),
    GCD(2, 2),
    LCM(2, 2),
    FACTORIAL(1, 1),
    GREATEST(1, Function.ANY_NUMBER),
    LEAST(1, Function.ANY_NUMBER),
    WIDTH_BUCKET(4, 4),
    BITAND(2, 2),
    BITOR(2, 2),
    BITXOR(2, 2),
    BITNOT(1, 1),
    SHIFT_LEFT(2, 2),
    SHIFT_RIGHT(2, 2),
    BIT_COUNT(1, 1),
    ISNAN(1, 1),
    ISFINITE(1, 1),
    ISINF(1, 1),
    MD5(1, 1),
    SHA1(1, 1),
    SHA256(1, 1),
    SHA512(1, 1),
    HASH(1, Function.ANY_NUMBER),
    CRC32(1, 1),
    TO_MOMENT(2, 2),
    TO_LOCAL(2, 2),
    PARSE_MOMENT(2, 2),
    MOMENT_TEXT(2, 2),
    ADD_INTERVAL(2, 3),
    INTERVAL_BETWEEN(2, 2),
    INTERVAL_SUM(2, 2),
    INTERVAL_NEGATE(1, 1),
    INTERVAL_MULTIPLY(2, 2),
    INTERVAL_DIVIDE(2, 2),
    INTERVAL_TOTAL(1, 1),
    INTERVAL_MONTHS(1, 1),
    INTERVAL_DAYS(1, 1),
    INTERVAL_MICROS(1, 1),
    /// The interval of so many months, days (BIGINT) and microseconds (DECIMAL(38, 0)).
    INTERVAL_OF(3, 3),
    DATE_TRUNC(2, 2),
    DATE_PART(2, 2),
    EXTRACT_FIELD("EXTRACT", 2, 2),
    DATE_DIFF(3, 3),
    LAST_DAY(1, 1),
    MONTHNAME(1, 1),
    DAYNAME(1, 1),
    EPOCH_MS(1, 1),
    AGE(2, 2),
    MAKE_DATE(3, 3),
    MAKE_TIMESTAMP(6, 6),
    EPOCH_TIMESTAMP("TO_TIMESTAMP", 1, 1),
    TO_CHAR(2, 2),
    TO_DATE(2, 2),
    TO_TIMESTAMP(2, 2),
    STRFTIME(2, 2),
    STRPTIME(2, 2),
    /// When the transaction began; workers find it behind the parameters.
    NOW(0, 0),
    /// When the statement began, the same way.
    STATEMENT_TIME("STATEMENT_TIMESTAMP", 0, 0),
    MAKE_TIME(3, 3),
    TIME_BUCKET(2, 3),
    DATE_BIN(3, 3),
    /// Seconds with their fraction, of the minute or since the epoch.
    EXTRACT_SECONDS("EXTRACT", 2, 2),
    INTERVAL_PART("DATE_PART", 2, 2),
    /// Years, months, weeks, days, hours, minutes and seconds; what is left out is none.
    MAKE_INTERVAL(0, 7),
    JUSTIFY_DAYS(1, 1),
    JUSTIFY_HOURS(1, 1),
    JUSTIFY_INTERVAL(1, 1),
    /// The steps of a series (DOUBLE), an error if they are too many.
    SERIES_LENGTH(1, 1),
    NUMBER_TEXT("TO_CHAR", 2, 2),
    TO_NUMBER(2, 2),
    DIV(2, 2),
    /// Another number for each row; workers put the seed of the statement in.
    RANDOM(0, 1),
    /// Another one for each row, the same way.
    UUID(0, 1),
    TYPEOF(1, 1);

    /// As many as one likes.
    private static final int ANY_NUMBER = Integer.MAX_VALUE;

    private final String sqlName;
    private final int argumentsMin;
    private final int argumentsMax;

    Function(int argumentsMin, int argumentsMax) {
        this.sqlName = name();
        this.argumentsMin = argumentsMin;
        this.argumentsMax = argumentsMax;
    }

    Function(String sqlName, int argumentsMin, int argumentsMax) {
        this.sqlName = sqlName;
        this.argumentsMin = argumentsMin;
        this.argumentsMax = argumentsMax;
    }

    /// Whether it has another result for each row, whatever its arguments.
    public boolean isVolatile() {
        return this == RANDOM || this == UUID;
    }

    public String sqlName() {
        return sqlName;
    }

    public int argumentsMin() {
        return argumentsMin;
    }

    public int argumentsMax() {
        return argumentsMax;
    }
}
