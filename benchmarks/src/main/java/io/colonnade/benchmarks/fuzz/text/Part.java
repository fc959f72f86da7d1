package io.colonnade.benchmarks.fuzz.text;

import java.util.List;

/// A part of a statement. Trees of parts are what is grown at random, written out in two dialects, and made
/// smaller.
///
/// | Part | Can be made smaller by |
/// |---|---|
/// | {@link Word} | nothing |
/// | {@link Phrase} | a phrase below it of the same role and type; NULL or a constant, if it has a type |
/// | {@link Listing} | leaving out items |
/// | {@link Clause} | leaving it out |
public sealed interface Part permits Word, Phrase, Listing, Clause {
    /// Appends it as SQL.
    void write(Dialect dialect, StringBuilder out);

    /// The parts that it is made of.
    List<Part> parts();

    /// The same with other parts, as many as before.
    Part with(List<Part> parts);

    default String text(Dialect dialect) {
        StringBuilder out = new StringBuilder();
        write(dialect, out);
        return out.toString();
    }
}
