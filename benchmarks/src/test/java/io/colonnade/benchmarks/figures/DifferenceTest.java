package io.colonnade.benchmarks.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    @Test
    void ranksThatLieApartHaveTheChanceOfTheTables() {
        assertThat(Difference.chance(new double[] {1, 2, 3}, new double[] {4, 5, 6}))
                .isCloseTo(0.1, within(1e-9));
        assertThat(Difference.chance(new double[] {6, 7, 8, 9, 10}, new double[] {1, 2, 3, 4, 5}))
                .isCloseTo(2 / 252.0, within(1e-9));
        // U = 2 of 4 and 4: (1 + 1 + 2) of 70 orders on each side.
        assertThat(Difference.chance(new double[] {1, 2, 3, 6}, new double[] {4, 5, 7, 8}))
                .isCloseTo(8 / 70.0, within(1e-9));
    }

    @Test
    void equalSamplesAreNoise() {
        double[] same = {5, 5, 5, 5, 5};
        Difference difference = Difference.of(same, same, 1);
        assertThat(difference.chance()).isEqualTo(1);
        assertThat(difference.ratio()).isEqualTo(1);
        assertThat(difference.isBeyondNoise()).isFalse();
    }

    @Test
    void aClearDifferenceIsFoundAndItsIntervalHoldsTheRatio() {
        double[] before = {10, 10.2, 9.9, 10.1, 10.3};
        double[] after = {8, 8.1, 7.9, 8.2, 8.05};
        Difference difference = Difference.of(before, after, 7);
        assertThat(difference.isBeyondNoise()).isTrue();
        assertThat(difference.ratio()).isBetween(difference.low(), difference.high());
        assertThat(difference.high()).isLessThan(0.85);
        assertThat(difference).isEqualTo(Difference.of(before, after, 7));
    }

    @Test
    void samplesOfOneSourceAreSeldomCalledDifferent() {
        SplittableRandom random = new SplittableRandom(42);
        int found = 0;
        for (int trial = 0; trial < 200; trial++) {
            double[] left = random.doubles(6, 9, 11).toArray();
            double[] right = random.doubles(6, 9, 11).toArray();
            found += Difference.of(left, right, trial).isBeyondNoise() ? 1 : 0;
        }
        assertThat(found).isLessThan(20);
    }
}
