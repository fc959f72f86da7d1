package io.colonnade.benchmarks.figures;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/// A sample in ascending order, and what is read off it.
public final class Spread {
    private final double[] sorted;

    private Spread(double[] sorted) {
        Arrays.sort(sorted);
        this.sorted = sorted;
    }

    public static Spread of(double... values) {
        return new Spread(values.clone());
    }

    public static Spread of(Collection<Double> values) {
        return new Spread(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    public int count() {
        return sorted.length;
    }

    /// The middle value, or the mean of the two in the middle; NaN of nothing.
    public double median() {
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// The least value that `share` of all do not exceed (nearest rank); NaN of nothing.
    public double quantile(double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted[Math.clamp((long) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)];
    }

    /// NaN of nothing.
    public double mean() {
        return Arrays.stream(sorted).average().orElse(Double.NaN);
    }

    public double sum() {
        return Arrays.stream(sorted).sum();
    }

    /// Of positive values; NaN of nothing.
    public double geometricMean() {
        return Math.exp(Arrays.stream(sorted).map(Math::log).average().orElse(Double.NaN));
    }

    /// `median (least .. greatest)`.
    @Override
    public String toString() {
        return sorted.length == 0
                ? "-"
                : String.format(Locale.ROOT, "%.3f (%.3f .. %.3f)", median(), sorted[0], sorted[sorted.length - 1]);
    }
}
