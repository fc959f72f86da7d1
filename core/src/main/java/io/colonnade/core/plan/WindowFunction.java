package io.colonnade.core.plan;

/// What a window function computes for each row. Those that look at the frame skip what the frame leaves out; the
/// others see the whole partition.
///
/// | Function | Arguments | Result |
/// |---|---|---|
/// | ROW_NUMBER, RANK, DENSE_RANK | | BIGINT from 1; peers have the same rank |
/// | PERCENT_RANK, CUME_DIST | | DOUBLE: (rank - 1) / (rows - 1), 0 for a single row; rows up to the last peer / rows |
/// | NTILE | buckets | number of the bucket, from 1; buckets as of the first row of the partition |
/// | LEAD, LAG | value, distance, otherwise | the value so many rows on or back, in the partition |
/// | FIRST_VALUE, LAST_VALUE | value | of the frame |
/// | NTH_VALUE | value, n from 1 | of the frame |
/// | COUNT_ALL, COUNT, SUM, MIN, MAX | none or value | of the frame, as {@link AggregateFunction} has them |
/// | AGGREGATE | columns | what {@link WindowCall#aggregate} says, of the frame |
/// | SQUARED_DEVIATIONS | DOUBLE | sum of the squared differences to the mean of the frame, DOUBLE; NULL of nothing |
public enum WindowFunction {
    ROW_NUMBER(0, 0),
    RANK(0, 0),
    DENSE_RANK(0, 0),
    PERCENT_RANK(0, 0),
    CUME_DIST(0, 0),
    NTILE(1, 1),
    LEAD(1, 3),
    LAG(1, 3),
    FIRST_VALUE(1, 1),
    LAST_VALUE(1, 1),
    NTH_VALUE(2, 2),
    COUNT_ALL(0, 0),
    COUNT(1, 1),
    SUM(1, 1),
    MIN(1, 1),
    MAX(1, 1),
    SQUARED_DEVIATIONS(1, 1),
    AGGREGATE(1, 64);

    private final int argumentsMin;
    private final int argumentsMax;

    WindowFunction(int argumentsMin, int argumentsMax) {
        this.argumentsMin = argumentsMin;
        this.argumentsMax = argumentsMax;
    }

    /// Whether it may have so many arguments.
    public boolean takes(int arguments) {
        return arguments >= argumentsMin && arguments <= argumentsMax;
    }

    /// Whether the frame matters to it.
    public boolean usesFrame() {
        return ordinal() >= FIRST_VALUE.ordinal();
    }

    /// Whether it may be told to skip NULLs.
    public boolean mayIgnoreNulls() {
        return switch (this) {
            case LEAD, LAG, FIRST_VALUE, LAST_VALUE, NTH_VALUE -> true;
            default -> false;
        };
    }
}
