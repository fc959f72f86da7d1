package io.colonnade.storage.ingest.sniff;

import io.colonnade.core.type.Type;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The narrowest type that all values of a column have, as far as they were seen.
///
/// ```text
/// BOOLEAN        true, false
/// BIGINT         whole numbers without leading zeros, which are mostly codes
/// DOUBLE         other numbers
/// DATE           2024-02-29
/// TIMESTAMP      2024-02-29 12:30:00, with T or a blank
/// VARCHAR        all else
/// ```
final class SniffedColumn {
    private static final Pattern WHOLE = Pattern.compile("[+-]?(0|[1-9][0-9]{0,17})");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:(?:0|[1-9][0-9]*)(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])");
    private static final Pattern TIMESTAMP =
            Pattern.compile(DATE.pattern() + "[ T](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]{1,6})?)?");

    private @Nullable Type type;

    void see(String value) {
        see(of(value));
    }

    void see(Type seen) {
        Type known = type;
        if (known == null || known.equals(seen)) {
            type = seen;
        } else if (known.isNumeric() && seen.isNumeric()) {
            type = Type.DOUBLE;
        } else if (isTime(known) && isTime(seen)) {
            type = Type.TIMESTAMP;
        } else {
            type = Type.VARCHAR;
        }
    }

    private static boolean isTime(Type type) {
        return type.equals(Type.DATE) || type.equals(Type.TIMESTAMP);
    }

    static Type of(String value) {
        if (WHOLE.matcher(value).matches()) {
            return Type.BIGINT;
        }
        if (NUMBER.matcher(value).matches()) {
            return Type.DOUBLE;
        }
        if (DATE.matcher(value).matches()) {
            return Type.DATE;
        }
        if (TIMESTAMP.matcher(value).matches()) {
            return Type.TIMESTAMP;
        }
        return value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false") ? Type.BOOLEAN : Type.VARCHAR;
    }

    /// Text if there was no value.
    Type type() {
        Type known = type;
        return known == null ? Type.VARCHAR : known;
    }
}
