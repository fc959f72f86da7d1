package io.colonnade.benchmarks.fuzz.text;

import java.util.List;

/// What may be left out.
public record Clause(Part part) implements Part {
    /// A template of which a statement may do without.
    public static Clause of(String template, Part... parts) {
        return new Clause(Phrase.fixed(template, parts));
    }

    @Override
    public void write(Dialect dialect, StringBuilder out) {
        part.write(dialect, out);
    }

    @Override
    public List<Part> parts() {
        return List.of(part);
    }

    @Override
    public Part with(List<Part> others) {
        return new Clause(others.getFirst());
    }
}
