package io.colonnade.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTest {
    @Test
    void whatAnotherProcessReadsIsNoDifference() throws Exception {
        Answer answer = new Answer(List.of(
                Arrays.asList(1L, null, new BigDecimal("1.50"), 0.1 + 0.2, "\u00e4\n", LocalDate.of(1998, 9, 2), true),
                Arrays.asList(-7, "x", new BigDecimal("0.00"), Double.NaN, "", null, false)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        answer.write(new DataOutputStream(bytes));
        Answer read = Answer.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(read.rows().getFirst())
                .containsExactly(
                        new BigDecimal(1), null, new BigDecimal("1.50"), 0.1 + 0.2, "\u00e4\n", "1998-09-02", "true");
        assertThat(read.rows().getLast().get(3)).isEqualTo(Double.NaN);
        assertThat(new Answer(answer.rows().subList(0, 1))
                        .difference(new Answer(read.rows().subList(0, 1))))
                .isEmpty();
    }

    @Test
    void rowsThatTieMayStandInAnyOrder() {
        Answer answer = new Answer(List.of(List.of("a", 3), List.of("b", 2), List.of("c", 2)));
        Answer swapped = new Answer(List.of(List.of("a", 3), List.of("c", new BigDecimal("2.0")), List.of("b", 2)));
        assertThat(answer.difference(swapped, List.of(1))).isEmpty();
        assertThat(answer.difference(swapped, List.of())).isPresent();
        assertThat(answer.difference(swapped, List.of(0))).isPresent();
    }

    @Test
    void otherRowsAreADifferenceAlsoWhereTheyTie() {
        Answer answer = new Answer(List.of(List.of("a", 2), List.of("b", 2)));
        assertThat(answer.difference(new Answer(List.of(List.of("a", 2), List.of("c", 2))), List.of(1)))
                .isPresent();
        assertThat(answer.difference(new Answer(List.of(List.of("a", 2))), List.of(1)))
                .isPresent();
    }
}
