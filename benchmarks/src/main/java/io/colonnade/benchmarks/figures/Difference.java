package io.colonnade.benchmarks.figures;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/// How much slower `after` is than `before`, and whether chance explains it.
///
/// ```text
/// ratio = median(after) / median(before)
/// low .. high: the middle 95 % of that ratio when both samples are drawn anew, with replacement (bootstrap)
/// chance: how often ranks would lie so far apart if both came from one source (Mann-Whitney, two-sided)
/// ```
///
/// *Contract*: samples are independent of each other, so take one median for each process, not each run.
public record Difference(double before, double after, double ratio, double low, double high, double chance) {
    private static final int DRAWS = 10_000;
    private static final double LEVEL = 0.05;

    public static Difference of(double[] before, double[] after, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] ratios = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            ratios[i] = Spread.of(draw(after, random)).median()
                    / Spread.of(draw(before, random)).median();
        }
        Spread drawn = Spread.of(ratios);
        double first = Spread.of(before).median();
        double second = Spread.of(after).median();
        return new Difference(
                first,
                second,
                second / first,
                drawn.quantile(LEVEL / 2),
                drawn.quantile(1 - LEVEL / 2),
                chance(before, after));
    }

    private static double[] draw(double[] values, SplittableRandom random) {
        double[] drawn = new double[values.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = values[random.nextInt(values.length)];
        }
        return drawn;
    }

    /// Whether both the interval and the ranks say so. With fewer than four samples of each the ranks never do.
    public boolean isBeyondNoise() {
        return chance < LEVEL && (low > 1 || high < 1);
    }

    /// The exact distribution of the number of pairs in which the second is greater; ties count half.
    static double chance(double[] left, double[] right) {
        double greater = 0;
        for (double l : left) {
            for (double r : right) {
                greater += r > l ? 1 : r == l ? 0.5 : 0;
            }
        }
        int pairs = left.length * right.length;
        double extreme = Math.min(greater, pairs - greater);
        double[] ways = ways(left.length, right.length);
        double all = Arrays.stream(ways).sum();
        double tail = 0;
        for (int pair = 0; pair <= extreme; pair++) {
            tail += ways[pair];
        }
        return Math.min(1, 2 * tail / all);
    }

    /// In how many orders of `m` and `n` values there are that many pairs: ways(m, n, u) = ways(m - 1, n, u - n) +
    /// ways(m, n - 1, u), by growing `m`.
    private static double[] ways(int m, int n) {
        double[][] rows = new double[n + 1][];
        for (int j = 0; j <= n; j++) {
            rows[j] = new double[] {1};
        }
        for (int i = 1; i <= m; i++) {
            double[][] next = new double[n + 1][];
            next[0] = new double[] {1};
            for (int j = 1; j <= n; j++) {
                double[] sums = new double[i * j + 1];
                for (int u = 0; u < sums.length; u++) {
                    double last = u >= j && u - j < rows[j].length ? rows[j][u - j] : 0;
                    double other = u < next[j - 1].length ? next[j - 1][u] : 0;
                    sums[u] = last + other;
                }
                next[j] = sums;
            }
            rows = next;
        }
        return rows[n];
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%9.3f %9.3f %7.3f  [%.3f, %.3f]  p %.3f  %s",
                before,
                after,
                ratio,
                low,
                high,
                chance,
                !isBeyondNoise() ? "noise" : ratio < 1 ? "FASTER" : "SLOWER");
    }
}
