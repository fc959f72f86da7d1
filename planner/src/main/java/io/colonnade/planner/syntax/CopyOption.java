package io.colonnade.planner.syntax;

import io.colonnade.core.catalog.FileOptions.Format;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The options of COPY: for which direction and formats each is.
enum CopyOption {
    FORMAT(true, true, Format.CSV, Format.PARQUET, Format.JSON),
    DELIMITER(true, true, Format.CSV),
    HEADER(true, true, Format.CSV),
    NULL(true, true, Format.CSV),
    QUOTE(true, true, Format.CSV),
    MAX_ERRORS(true, false, Format.CSV, Format.JSON),
    REJECTS(true, false, Format.CSV, Format.JSON),
    IGNORE_UNKNOWN(true, false, Format.JSON),
    CHECK(true, false, Format.CSV, Format.PARQUET, Format.JSON),
    LABEL(true, false, Format.CSV, Format.PARQUET, Format.JSON),
    OVERWRITE(false, true, Format.CSV, Format.PARQUET, Format.JSON);

    private final boolean from;
    private final boolean to;
    private final Set<Format> formats;

    CopyOption(boolean from, boolean to, Format first, Format... rest) {
        this.from = from;
        this.to = to;
        this.formats = EnumSet.of(first, rest);
    }

    /// By its name or a short form of it, null if there is none.
    static @Nullable CopyOption of(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return switch (upper) {
            case "DELIM", "SEP" -> DELIMITER;
            case "NULLSTR" -> NULL;
            default ->
                Arrays.stream(values())
                        .filter(option -> option.name().equals(upper))
                        .findFirst()
                        .orElse(null);
        };
    }

    /// Those of COPY TO or of COPY FROM.
    static List<String> names(boolean writes) {
        return Arrays.stream(values())
                .filter(option -> option.isFor(writes))
                .map(CopyOption::name)
                .toList();
    }

    boolean isFor(boolean writes) {
        return writes ? to : from;
    }

    boolean isFor(Format format) {
        return formats.contains(format);
    }

    /// Whether naming it is enough.
    boolean isFlag() {
        return this == HEADER || this == IGNORE_UNKNOWN || this == OVERWRITE;
    }
}
