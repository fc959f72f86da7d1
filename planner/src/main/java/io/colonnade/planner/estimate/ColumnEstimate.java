package io.colonnade.planner.estimate;

/// What is supposed of a column of an intermediate result: its distinct values, and its least and greatest
/// value if it is a number or a date (NaN: not known).
public record ColumnEstimate(double distinct, double min, double max, double nullFraction) {
    static final ColumnEstimate UNKNOWN = new ColumnEstimate(Double.NaN, Double.NaN, Double.NaN, 0);

    public boolean hasDistinct() {
        return !Double.isNaN(distinct);
    }

    public boolean hasRange() {
        return max > min;
    }

    ColumnEstimate withDistinct(double value) {
        return new ColumnEstimate(value, min, max, nullFraction);
    }
}
