package io.colonnade.planner.syntax;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.plan.FileOptions;
import io.colonnade.planner.statement.Statement;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Collects the options of COPY while the grammar reads them.
///
/// ```text
/// FORMAT csv | parquet     by the extension of the file if not given, csv if that says nothing
/// DELIMITER 'c'  HEADER [true | false]  NULL 'text'  QUOTE 'c' | ''
/// ```
public final class CopySyntax {
    private enum Option {
        FORMAT,
        DELIMITER,
        HEADER,
        NULL,
        QUOTE
    }

    private final SqlIdentifier table;
    private final SqlNodeList columns;
    private final String path;
    private final Set<Option> given = EnumSet.noneOf(Option.class);
    private FileOptions.Format format;
    private String delimiter = FileOptions.CSV.delimiter();
    private boolean header = FileOptions.CSV.header();
    private String nullText = FileOptions.CSV.nullText();
    private String quote = FileOptions.CSV.quote();

    public CopySyntax(SqlIdentifier table, SqlNodeList columns, String path) {
        this.table = table;
        this.columns = columns;
        this.path = path;
        this.format = path.toLowerCase(Locale.ROOT).endsWith(".parquet")
                ? FileOptions.Format.PARQUET
                : FileOptions.Format.CSV;
    }

    public void option(String name, @Nullable String value, SqlParserPos pos) {
        Option option = switch (name.toUpperCase(Locale.ROOT)) {
            case "FORMAT" -> Option.FORMAT;
            case "DELIMITER", "DELIM", "SEP" -> Option.DELIMITER;
            case "HEADER" -> Option.HEADER;
            case "NULL", "NULLSTR" -> Option.NULL;
            case "QUOTE" -> Option.QUOTE;
            default -> throw bad("COPY has no option " + name, pos);
        };
        if (!given.add(option)) {
            throw bad("the option " + option + " is given twice", pos);
        }
        if (value == null && option != Option.HEADER) {
            throw bad("the option " + option + " needs a value", pos);
        }
        String text = value == null ? "true" : value;
        switch (option) {
            case FORMAT -> format = format(text, pos);
            case DELIMITER -> delimiter = character(option, text, pos);
            case HEADER -> header = flag(text, pos);
            case NULL -> nullText = text;
            case QUOTE -> quote = text.isEmpty() ? "" : character(option, text, pos);
        }
    }

    private static FileOptions.Format format(String text, SqlParserPos pos) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "CSV", "TEXT" -> FileOptions.Format.CSV;
            case "PARQUET" -> FileOptions.Format.PARQUET;
            default -> throw bad("the format " + text + " is not known", pos);
        };
    }

    /// One character; `'\t'` is accepted for the tab.
    private static String character(Option option, String text, SqlParserPos pos) {
        String character = text.equals("\\t") ? "\t" : text;
        if (character.codePointCount(0, character.length()) != 1) {
            throw bad("the option " + option + " is one character, not '" + text + "'", pos);
        }
        if (character.charAt(0) > 0x7f || character.equals("\n") || character.equals("\r")) {
            throw bad("the option " + option + " is an ASCII character that does not end a line", pos);
        }
        return character;
    }

    private static boolean flag(String text, SqlParserPos pos) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes", "1" -> true;
            case "false", "off", "no", "0" -> false;
            default -> throw bad("the option HEADER is true or false, not " + text, pos);
        };
    }

    public Statement build() {
        if (format == FileOptions.Format.CSV && delimiter.equals(quote)) {
            throw bad("DELIMITER and QUOTE are the same character", table.getParserPosition());
        }
        return new Statement.Copy(
                TableSyntax.tableName(table),
                TableSyntax.names(columns),
                path,
                new FileOptions(format, delimiter, header, nullText, quote));
    }

    private static EngineException bad(String message, SqlParserPos pos) {
        return new EngineException(
                ErrorCode.INVALID_PARAMETER,
                message,
                Positions.of(pos),
                "options are FORMAT csv|parquet, DELIMITER, HEADER, NULL, QUOTE",
                null);
    }
}
