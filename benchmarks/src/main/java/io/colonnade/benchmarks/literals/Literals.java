package io.colonnade.benchmarks.literals;

import io.colonnade.sample.SampleQuery;
import io.colonnade.sample.SampleSchema;
import java.util.List;
import java.util.Map;

/// Texts of the same shape that ask for something else.
///
/// ```
/// new Literals(SampleSchema.SSB, 7).vary(query, 3)    the text of round 3: the same for each engine, another each
/// round
/// ```
public final class Literals {
    /// The columns of an answer by which its rows are ordered, where these leave ties; all other answers have one
    /// order only.
    private static final Map<SampleSchema, Map<String, List<Integer>>> ORDERED_BY = Map.of(
            SampleSchema.SSB,
            Map.of("q3.1", List.of(2, 3), "q3.2", List.of(2, 3), "q3.3", List.of(2, 3), "q3.4", List.of(2, 3)),
            SampleSchema.TPCH,
            Map.of("q3", List.of(1, 2), "q5", List.of(1), "q10", List.of(2), "q11", List.of(1), "q18", List.of(4, 3)));

    private final SampleSchema schema;
    private final long seed;

    public Literals(SampleSchema schema, long seed) {
        this.schema = schema;
        this.seed = seed;
    }

    /// The query with the literals of a round. Schemas without rules keep theirs.
    public SampleQuery vary(SampleQuery query, int round) {
        Draw draw = new Draw(seed * 1_000_003 + round * 8_191L + query.name().hashCode());
        Swaps swaps = switch (schema) {
            case SSB -> SsbLiterals.draw(query.name(), draw);
            case TPCH -> TpchLiterals.draw(query.name(), draw);
            case RETAIL -> Swaps.none();
        };
        return new SampleQuery(query.name(), query.title(), swaps.apply(query.sql()));
    }

    /// Columns whose sequence of values is fixed although rows with equal ones may come in any order; empty when
    /// the order of all rows is fixed.
    public List<Integer> orderedBy(SampleQuery query) {
        return ORDERED_BY.getOrDefault(schema, Map.of()).getOrDefault(query.name(), List.of());
    }
}
