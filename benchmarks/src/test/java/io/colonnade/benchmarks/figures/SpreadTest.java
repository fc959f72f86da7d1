package io.colonnade.benchmarks.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheTwoThere() {
        assertThat(Spread.of(9, 1, 5).median()).isEqualTo(5);
        assertThat(Spread.of(4, 1, 9, 2).median()).isEqualTo(3);
        assertThat(Spread.of(7).median()).isEqualTo(7);
        assertThat(Spread.of().median()).isNaN();
    }

    @Test
    void aQuantileIsTheNearestRank() {
        double[] hundred = new double[100];
        for (int i = 0; i < 100; i++) {
            hundred[i] = 100 - i;
        }
        Spread spread = Spread.of(hundred);
        assertThat(spread.quantile(0.5)).isEqualTo(50);
        assertThat(spread.quantile(0.95)).isEqualTo(95);
        assertThat(spread.quantile(1)).isEqualTo(100);
        assertThat(spread.quantile(0)).isEqualTo(1);
        assertThat(Spread.of(3, 8).quantile(0.95)).isEqualTo(8);
        assertThat(Spread.of().quantile(0.95)).isNaN();
    }

    @Test
    void meansAreOfAllValues() {
        assertThat(Spread.of(1, 10, 100).geometricMean()).isCloseTo(10, within(1e-9));
        assertThat(Spread.of(1, 2, 6).mean()).isEqualTo(3);
        assertThat(Spread.of(1, 2, 6).sum()).isEqualTo(9);
    }

    @Test
    void theValuesGivenStayAsTheyAre() {
        double[] values = {3, 1, 2};
        Spread.of(values).median();
        assertThat(values).containsExactly(3, 1, 2);
    }
}
