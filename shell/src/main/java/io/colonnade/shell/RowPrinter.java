package io.colonnade.shell;

import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prints the rows of one result as they come; what it must hold back is bounded.
///
/// *Null*: a null value is SQL NULL, and every format shows it unlike any text.
interface RowPrinter {

    void begin(List<OutputColumn> columns);

    /// @param values one per column
    void row(List<@Nullable String> values);

    void end();

    /// The formats of `--format`.
    enum Format {
        TABLE,
        CSV,
        JSON;

        RowPrinter printer(PrintStream out) {
            return switch (this) {
                case TABLE -> new TablePrinter(out);
                case CSV -> new CsvPrinter(out);
                case JSON -> new JsonPrinter(out);
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
