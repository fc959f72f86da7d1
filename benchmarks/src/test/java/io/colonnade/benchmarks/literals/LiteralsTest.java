package io.colonnade.benchmarks.literals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.colonnade.sample.SampleQuery;
import io.colonnade.sample.SampleSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiteralsTest {
    private static final int ROUNDS = 60;

    @Test
    void aTextChangesFromRoundToRoundAndKeepsItsShape() {
        for (SampleSchema schema : List.of(SampleSchema.SSB, SampleSchema.TPCH)) {
            Literals literals = new Literals(schema, 11);
            for (SampleQuery query : schema.queries()) {
                Set<String> texts = new HashSet<>();
                for (int round = 0; round < ROUNDS; round++) {
                    SampleQuery varied = literals.vary(query, round);
                    assertThat(shape(varied)).as(query.name()).isEqualTo(shape(query));
                    texts.add(varied.sql());
                }
                assertThat(texts).as(query.name()).hasSizeGreaterThan(2);
            }
        }
    }

    @Test
    void aSeedAndARoundDecideTheText() {
        for (SampleQuery query : SampleSchema.SSB.queries()) {
            assertThat(new Literals(SampleSchema.SSB, 5).vary(query, 3))
                    .isEqualTo(new Literals(SampleSchema.SSB, 5).vary(query, 3));
        }
    }

    @Test
    void piecesAreSwappedAllAtOnce() {
        assertThat(Swaps.none().put("'A'", "'B'").put("'B'", "'A'").apply("x = 'A' or y = 'B'"))
                .isEqualTo("x = 'B' or y = 'A'");
        assertThatIllegalStateException()
                .isThrownBy(() -> Swaps.none().put("'C'", "'B'").apply("x = 'A'"))
                .withMessageContaining("there is no 'C'");
    }

    /// The text without what stands in quotes and without numbers.
    private static String shape(SampleQuery query) {
        return query.sql().replaceAll("'[^']*'", "?").replaceAll("\\.?\\b[0-9]+\\b", "?");
    }
}
