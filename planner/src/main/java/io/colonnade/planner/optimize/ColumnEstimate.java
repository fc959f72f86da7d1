package io.colonnade.planner.optimize;

/// What is supposed of a column of an intermediate result: its distinct values, and its least and greatest value if it
/// is a number or a date (NaN: not known).
record ColumnEstimate(double distinct, double min, double max, double nullFraction) {
    static final ColumnEstimate UNKNOWN = new ColumnEstimate(Double.NaN, Double.NaN, Double.NaN, 0);

    boolean hasDistinct() {
        return !Double.isNaN(distinct);
    }

    boolean hasRange() {
        return max > min;
    }

    ColumnEstimate withDistinct(double value) {
        return new ColumnEstimate(value, min, max, nullFraction);
    }
}
