package io.colonnade.benchmarks.fuzz.text;

import java.util.List;

/// Items with a separator between them, of which some may be left out but `least`.
public record Listing(String separator, int least, List<Part> parts) implements Part {
    public Listing {
        parts = List.copyOf(parts);
    }

    /// With commas, at least one.
    public static Listing of(List<Part> parts) {
        return new Listing(", ", 1, parts);
    }

    @Override
    public void write(Dialect dialect, StringBuilder out) {
        for (int i = 0; i < parts.size(); i++) {
            out.append(i == 0 ? "" : separator);
            parts.get(i).write(dialect, out);
        }
    }

    @Override
    public Part with(List<Part> others) {
        return new Listing(separator, least, others);
    }
}
