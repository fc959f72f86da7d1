package io.colonnade.core.plan;

/// The aggregate functions. NULL arguments do not count; COUNTs of nothing are 0, all others NULL.
///
/// What SQL has beyond these is planned as one of them: AVG is SUM and COUNT, BOOL_AND and BOOL_OR are MIN and MAX,
/// ANY_VALUE of SQL is MIN, MEDIAN is PERCENTILE_CONT.
public enum AggregateFunction {
    /// COUNT(*): no argument.
    COUNT_ALL,
    /// Rows in which no argument is NULL.
    COUNT,
    SUM,
    MIN,
    MAX,
    /// Some value, where all of a group are known to be equal: the cheapest one to come by.
    ANY_VALUE,
    /// Sums of powers of one DOUBLE: {@link #VAR_POP} to {@link #STDDEV_SAMP}.
    VAR_POP,
    VAR_SAMP,
    STDDEV_POP,
    STDDEV_SAMP,
    /// Sums of powers of two DOUBLEs, y and x: {@link #COVAR_POP} to {@link #REGR_SYY}.
    COVAR_POP,
    COVAR_SAMP,
    CORR,
    REGR_AVGX,
    REGR_AVGY,
    REGR_COUNT,
    REGR_INTERCEPT,
    REGR_R2,
    REGR_SLOPE,
    REGR_SXX,
    REGR_SXY,
    REGR_SYY,
    BIT_AND,
    BIT_OR,
    BIT_XOR,
    /// The first argument where the second is least; of several the least.
    MIN_BY,
    /// The first argument where the second is greatest; of several the least.
    MAX_BY,
    /// An estimate that depends on the set of values only.
    APPROX_COUNT_DISTINCT,
    /// Texts one behind the other, the parameter between them.
    STRING_AGG,
    /// Between the two values nearest to the share that the parameter says.
    PERCENTILE_CONT,
    /// The first value up to which there is the share that the parameter says.
    PERCENTILE_DISC,
    /// The most frequent value; of several the first in the order.
    MODE;

    /// Whether a value that comes again changes nothing.
    public boolean ignoresRepetition() {
        return switch (this) {
            case MIN, MAX, ANY_VALUE, BIT_AND, BIT_OR, MIN_BY, MAX_BY, APPROX_COUNT_DISTINCT -> true;
            default -> false;
        };
    }

    /// Whether all values of a group are needed at once.
    public boolean keepsValues() {
        return switch (this) {
            case STRING_AGG, PERCENTILE_CONT, PERCENTILE_DISC, MODE -> true;
            default -> false;
        };
    }

    /// How many DOUBLEs the sums of powers are of, 0 if it is no such function.
    public int variables() {
        return switch (this) {
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> 1;
            case COVAR_POP,
                    COVAR_SAMP,
                    CORR,
                    REGR_AVGX,
                    REGR_AVGY,
                    REGR_COUNT,
                    REGR_INTERCEPT,
                    REGR_R2,
                    REGR_SLOPE,
                    REGR_SXX,
                    REGR_SXY,
                    REGR_SYY -> 2;
            default -> 0;
        };
    }

    /// Whether it counts, so that it is 0 of nothing.
    public boolean counts() {
        return switch (this) {
            case COUNT_ALL, COUNT, REGR_COUNT, APPROX_COUNT_DISTINCT -> true;
            default -> false;
        };
    }
}
