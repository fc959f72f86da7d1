package io.colonnade.core.expression;

/// The scalar functions, other than operators: what the planner may call and the workers must evaluate. All are
/// deterministic and, unless the doc line says otherwise, NULL when an argument is NULL.
///
/// `arity` lists how many arguments are allowed, as `min` to `max`.
public enum Function {
    LOWER("LOWER", 1, 1, "lower case of a string (Unicode, root locale)"),
    UPPER("UPPER", 1, 1, "upper case of a string (Unicode, root locale)"),
    CHAR_LENGTH("CHAR_LENGTH", 1, 1, "number of characters (code points), INTEGER"),
    SUBSTRING("SUBSTRING", 2, 3, "characters from a position counted from 1, of a length; negative length is an error"),
    TRIM("TRIM", 1, 1, "the string without blanks at both ends"),
    LTRIM("LTRIM", 1, 1, "the string without blanks at its start"),
    RTRIM("RTRIM", 1, 1, "the string without blanks at its end"),
    CONCAT("||", 2, 2, "two strings joined"),
    POSITION("POSITION", 2, 2, "where the first string begins in the second, from 1; 0 if it is not there; INTEGER"),
    REPLACE("REPLACE", 3, 3, "the first string with every second replaced by the third"),
    ABS("ABS", 1, 1, "absolute value"),
    FLOOR("FLOOR", 1, 1, "largest whole number not above, in the argument's type or DECIMAL of scale 0"),
    CEIL("CEIL", 1, 1, "smallest whole number not below, in the argument's type or DECIMAL of scale 0"),
    ROUND("ROUND", 1, 2, "rounded half away from zero to a constant number of digits (0 if not given)"),
    SQRT("SQRT", 1, 1, "square root, DOUBLE; negative is OUT_OF_RANGE"),
    POWER("POWER", 2, 2, "first to the power of second, DOUBLE"),
    LN("LN", 1, 1, "natural logarithm, DOUBLE; zero or less is OUT_OF_RANGE"),
    EXP("EXP", 1, 1, "e to the power of the argument, DOUBLE"),
    EXTRACT_YEAR("EXTRACT YEAR", 1, 1, "year of a DATE or TIMESTAMP, BIGINT"),
    EXTRACT_QUARTER("EXTRACT QUARTER", 1, 1, "quarter 1 to 4, BIGINT"),
    EXTRACT_MONTH("EXTRACT MONTH", 1, 1, "month 1 to 12, BIGINT"),
    EXTRACT_WEEK("EXTRACT WEEK", 1, 1, "ISO week 1 to 53, BIGINT"),
    EXTRACT_DAY("EXTRACT DAY", 1, 1, "day of the month 1 to 31, BIGINT"),
    EXTRACT_DAY_OF_WEEK("EXTRACT DOW", 1, 1, "day of the week, Sunday 0 to Saturday 6, BIGINT"),
    EXTRACT_DAY_OF_YEAR("EXTRACT DOY", 1, 1, "day of the year 1 to 366, BIGINT"),
    EXTRACT_HOUR("EXTRACT HOUR", 1, 1, "hour 0 to 23 of a TIMESTAMP, BIGINT"),
    EXTRACT_MINUTE("EXTRACT MINUTE", 1, 1, "minute 0 to 59 of a TIMESTAMP, BIGINT"),
    EXTRACT_SECOND("EXTRACT SECOND", 1, 1, "whole second 0 to 59 of a TIMESTAMP, BIGINT"),
    ADD_DAYS("ADD_DAYS", 2, 2, "DATE plus INTEGER days, DATE"),
    ADD_MONTHS("ADD_MONTHS", 2, 2, "DATE or TIMESTAMP plus INTEGER months, day cut to the end of the month"),
    ADD_MICROS("ADD_MICROS", 2, 2, "TIMESTAMP plus BIGINT microseconds, TIMESTAMP"),
    DIFF_DAYS("DIFF_DAYS", 2, 2, "days from the second DATE to the first, INTEGER");

    private final String sqlName;
    private final int argumentsMin;
    private final int argumentsMax;
    private final String description;

    Function(String sqlName, int argumentsMin, int argumentsMax, String description) {
        this.sqlName = sqlName;
        this.argumentsMin = argumentsMin;
        this.argumentsMax = argumentsMax;
        this.description = description;
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

    public String description() {
        return description;
    }
}
