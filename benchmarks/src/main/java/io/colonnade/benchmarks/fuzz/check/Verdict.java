package io.colonnade.benchmarks.fuzz.check;

import io.colonnade.benchmarks.Answer;
import org.jspecify.annotations.Nullable;

/// What came of a check.
public sealed interface Verdict {
    /// All agree; `rows` were answered.
    record Agreed(int rows) implements Verdict {}

    /// Both failed.
    record BothFailed(String reason) implements Verdict {}

    /// The engine says that it cannot do this.
    record Unsupported(String reason) implements Verdict {}

    /// The oracle cannot do this, or differs for a known reason.
    record NoOracle(String reason) implements Verdict {}

    /// Something is wrong.
    ///
    /// @param kind in a word, the same for the same fault: what a smaller case must also show
    /// @param detail for people
    /// @param expected rows of an .slt case, if they are known
    record Fault(
            String kind,
            String detail,
            String sql,
            @Nullable Answer expected) implements Verdict {}
}
