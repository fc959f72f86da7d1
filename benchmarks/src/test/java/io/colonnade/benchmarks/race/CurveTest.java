package io.colonnade.benchmarks.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.colonnade.benchmarks.figures.Figure;
import io.colonnade.benchmarks.figures.Findings;
import io.colonnade.benchmarks.figures.Metric;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CurveTest {
    @Test
    void onlyWhatGrowsFasterThanTheDataIsNamed() {
        Curve curve =
                Curve.of(Map.of(1.0, at(2, 3, 1), 10.0, at(19, 42, 1.5), 3.0, at(5, 9, 2)), "2 threads", "colonnade");
        assertThat(curve.scales()).containsExactly(1.0, 3.0, 10.0);
        assertThat(curve.times()).containsOnlyKeys("even", "steep", "flat");
        assertThat(curve.tooFast()).containsExactly("steep");
        assertThat(curve.growth("steep")).isEqualTo(14);
        assertThat(curve.exponent("even")).isCloseTo(Math.log10(9.5), within(1e-9));
    }

    @Test
    void oneScaleIsNoCurve() {
        Curve curve = Curve.of(Map.of(1.0, at(2, 3, 1)), "2 threads", "colonnade");
        assertThat(curve.tooFast()).isEmpty();
        assertThat(curve.exponent("even")).isNaN();
    }

    private static Findings at(double even, double steep, double flat) {
        return new Findings(
                "any",
                Map.of(),
                List.of(warm("even", even), warm("steep", steep), warm("flat", flat), warm("geomean", 1)));
    }

    private static Figure warm(String item, double millis) {
        return new Figure("2 threads", item, "colonnade", Metric.WARM, millis);
    }
}
