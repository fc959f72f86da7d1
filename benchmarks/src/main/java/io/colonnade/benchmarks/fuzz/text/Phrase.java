package io.colonnade.benchmarks.fuzz.text;

import java.util.List;

/// A template in each dialect, `$1` to `$9` being its parts.
///
/// @param type of an expression as SQL, empty for all else
public record Phrase(Role role, String type, String ours, String theirs, List<Part> parts) implements Part {
    public Phrase {
        parts = List.copyOf(parts);
    }

    public static Phrase expression(String type, String ours, String theirs, Part... parts) {
        return new Phrase(Role.EXPRESSION, type, ours, theirs, List.of(parts));
    }

    public static Phrase query(String template, Part... parts) {
        return new Phrase(Role.QUERY, "", template, template, List.of(parts));
    }

    public static Phrase relation(String template, Part... parts) {
        return new Phrase(Role.RELATION, "", template, template, List.of(parts));
    }

    public static Phrase fixed(String template, Part... parts) {
        return new Phrase(Role.FIXED, "", template, template, List.of(parts));
    }

    @Override
    public void write(Dialect dialect, StringBuilder out) {
        String template = dialect == Dialect.COLONNADE ? ours : theirs;
        int from = 0;
        for (int at = template.indexOf('$'); at >= 0; at = template.indexOf('$', from)) {
            out.append(template, from, at);
            parts.get(template.charAt(at + 1) - '1').write(dialect, out);
            from = at + 2;
        }
        out.append(template, from, template.length());
    }

    @Override
    public Part with(List<Part> others) {
        return new Phrase(role, type, ours, theirs, others);
    }
}
