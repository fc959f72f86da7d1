package io.colonnade.exec.kernel.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.type.Interval;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalsTest {
    private static final int CASES = 20_000;
    private static final long SEED = 20_261_122;

    private final Random random = new Random(SEED);

    private Interval any() {
        int range = random.nextInt(3) == 0 ? 1_000_000 : 70;
        return new Interval(
                random.nextInt(-range, range + 1),
                random.nextInt(-range, range + 1),
                random.nextLong(-range, range + 1) * Interval.MICROS_PER_DAY / 7);
    }

    private static void hasOneSign(long more, long less) {
        assertThat(Long.signum(more) * Long.signum(less)).isNotNegative();
    }

    @Test
    void justifiedIntervalsAreEqualToWhatTheyWereMadeOf() {
        for (int i = 0; i < CASES; i++) {
            Interval a = any();
            assertThat(Intervals.justifyDays(a).total()).as("%s", a).isEqualTo(a.total());
            assertThat(Intervals.justifyHours(a).total()).as("%s", a).isEqualTo(a.total());
            assertThat(Intervals.justify(a).total()).as("%s", a).isEqualTo(a.total());
        }
    }

    @Test
    void justifiedPartsAreOfOneSignAndBelowTheNextOne() {
        for (int i = 0; i < CASES; i++) {
            Interval a = any();
            Interval days = Intervals.justifyDays(a);
            hasOneSign(days.months(), days.days());
            assertThat(Math.abs(days.days())).as("%s", a).isLessThan(Interval.DAYS_PER_MONTH);
            assertThat(days.micros()).isEqualTo(a.micros());
            Interval hours = Intervals.justifyHours(a);
            hasOneSign(hours.days(), hours.micros());
            assertThat(Math.abs(hours.micros())).as("%s", a).isLessThan(Interval.MICROS_PER_DAY);
            assertThat(hours.months()).isEqualTo(a.months());
            Interval all = Intervals.justify(a);
            hasOneSign(all.months(), all.days());
            hasOneSign(all.days(), all.micros());
            hasOneSign(all.months(), all.micros());
            assertThat(Math.abs(all.days())).as("%s", a).isLessThan(Interval.DAYS_PER_MONTH);
            assertThat(Math.abs(all.micros())).as("%s", a).isLessThan(Interval.MICROS_PER_DAY);
        }
    }
}
