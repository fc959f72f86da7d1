package io.colonnade.core.function;

/// A parameter of a signature. Optional ones may be left out, with all after them; the last one may be `repeated`.
public record Parameter(String name, ParameterType type, boolean optional, boolean repeated) {
    private static final String REPEATED = "...";

    /// Reads `fill? text` and `values... any`.
    static Parameter parse(String text) {
        String[] words = text.strip().split(" ", -1);
        if (words.length != 2) {
            throw new IllegalArgumentException("a parameter is a name and a type: " + text);
        }
        boolean repeated = words[0].endsWith(REPEATED);
        boolean optional = words[0].endsWith("?");
        String name = repeated
                ? words[0].substring(0, words[0].length() - REPEATED.length())
                : optional ? words[0].substring(0, words[0].length() - 1) : words[0];
        return new Parameter(name, ParameterType.of(words[1]), optional, repeated);
    }
}
