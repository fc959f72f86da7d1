package io.colonnade.benchmarks.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.benchmarks.Answer;
import io.colonnade.sample.SampleSchema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FreshRowsTest {
    @Test
    void aCopyIsAFurtherLineOfItsOrder() {
        FreshRows rows = FreshRows.of(SampleSchema.TPCH, 60_000, 1).orElseThrow();
        assertThat(rows.next().sql()).matches("SELECT \\* FROM lineitem WHERE l_orderkey = \\d+ AND l_linenumber = 1");
        List<@Nullable Object> line = new ArrayList<>(List.of(33, 5, 6, 1, new BigDecimal("17.00")));
        line.addAll(List.of(new BigDecimal("100.25"), new BigDecimal("0.04"), new BigDecimal("0.02")));
        line.addAll(List.of("N", "O", "1996-03-13", "1996-02-12", "1996-03-22", "NONE", "MAIL", "it's"));
        assertThat(rows.insert(new Answer(List.of(line))))
                .isEqualTo("INSERT INTO lineitem VALUES (33, 5, 6, 8, 17.00, 100.25, 0.04, 0.02, 'N', 'O',"
                        + " DATE '1996-03-13', DATE '1996-02-12', DATE '1996-03-22', 'NONE', 'MAIL', 'it''s')");
        assertThat(rows.insert(new Answer(List.of(line)))).contains("(33, 5, 6, 9,");
    }
}
