package io.colonnade.planner.syntax;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parameters by number, as PostgreSQL writes them: `$1` is the first.
public final class ParameterName {
    private static final Pattern NUMBERED = Pattern.compile("\\$([1-9][0-9]{0,3})");

    private ParameterName() {}

    /// Which parameter an identifier names, counted from 0; empty if it is a name like others.
    public static OptionalInt index(String identifier) {
        Matcher matcher = NUMBERED.matcher(identifier);
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1)) - 1) : OptionalInt.empty();
    }
}
