package io.colonnade.benchmarks.fuzz.shrink;

import io.colonnade.benchmarks.fuzz.text.Clause;
import io.colonnade.benchmarks.fuzz.text.Dialect;
import io.colonnade.benchmarks.fuzz.text.Listing;
import io.colonnade.benchmarks.fuzz.text.Part;
import io.colonnade.benchmarks.fuzz.text.Phrase;
import io.colonnade.benchmarks.fuzz.text.Role;
import io.colonnade.benchmarks.fuzz.text.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// All trees that are one step smaller than a tree.
final class Smaller {
    private Smaller() {}

    /// The shortest first.
    static List<Part> of(Part root) {
        Map<String, Part> found = new LinkedHashMap<>();
        int length = root.text(Dialect.COLONNADE).length();
        collect(root, UnaryOperator.identity(), candidate -> {
            String text = candidate.text(Dialect.COLONNADE);
            if (text.length() < length) {
                found.putIfAbsent(text, candidate);
            }
        });
        return found.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> entry.getKey().length()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static void collect(Part part, UnaryOperator<Part> whole, java.util.function.Consumer<Part> found) {
        for (Part other : alternatives(part)) {
            found.accept(whole.apply(other));
        }
        List<Part> parts = part.parts();
        for (int i = 0; i < parts.size(); i++) {
            int index = i;
            collect(
                    parts.get(i),
                    other -> {
                        List<Part> changed = new ArrayList<>(parts);
                        changed.set(index, other);
                        return whole.apply(part.with(changed));
                    },
                    found);
        }
    }

    private static List<Part> alternatives(Part part) {
        List<Part> others = new ArrayList<>();
        switch (part) {
            case Word _ -> {}
            case Clause _ -> others.add(Word.NOTHING);
            case Listing listing -> {
                for (int i = 0; i < listing.parts().size() && listing.parts().size() > listing.least(); i++) {
                    List<Part> left = new ArrayList<>(listing.parts());
                    left.remove(i);
                    others.add(listing.with(left));
                }
            }
            case Phrase phrase -> {
                if (phrase.role() == Role.EXPRESSION) {
                    for (String constant : constants(phrase.type())) {
                        others.add(new Phrase(Role.EXPRESSION, phrase.type(), constant, constant, List.of()));
                    }
                }
                if (phrase.role() != Role.FIXED) {
                    phrase.parts().forEach(below -> sameRole(below, phrase, others));
                }
            }
        }
        return others;
    }

    private static List<String> constants(String type) {
        List<String> constants = new ArrayList<>(List.of("CAST(NULL AS " + type + ")"));
        switch (type) {
            case "BOOLEAN" -> constants.addAll(List.of("TRUE", "FALSE"));
            case "VARCHAR" -> constants.addAll(List.of("'a'", "''"));
            case "DATE" -> constants.add("DATE '2000-01-01'");
            case "TIMESTAMP" -> constants.add("TIMESTAMP '2000-01-01 00:00:00'");
            case "TIME" -> constants.add("TIME '12:30:59'");
            case "DOUBLE" -> constants.add("1e0");
            default -> constants.addAll(type.startsWith("DECIMAL") ? List.of("1.0") : List.of("1", "0"));
        }
        return constants;
    }

    private static void sameRole(Part below, Phrase above, List<Part> others) {
        if (below instanceof Phrase phrase
                && phrase.role() == above.role()
                && phrase.type().equals(above.type())) {
            others.add(phrase);
        }
        for (Part part : below.parts()) {
            sameRole(part, above, others);
        }
    }
}
