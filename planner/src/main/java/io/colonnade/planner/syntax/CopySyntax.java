package io.colonnade.planner.syntax;

import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.catalog.FileOptions.Format;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.statement.Statement;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Collects the parts of COPY while the grammar reads them.
///
/// ```text
/// COPY t [(columns)] FROM 'path' (options)
/// COPY t [(columns)] | (query) TO 'path' (options)
/// FORMAT csv | json | parquet   by the extension of the file if not given, csv if that says nothing
/// DELIMITER 'c'  HEADER [true | false]  NULL 'text'  QUOTE 'c' | ''
/// MAX_ERRORS n  REJECTS 'path'  LABEL 'name'  IGNORE_UNKNOWN  CHECK KEYS  OVERWRITE
/// ```
public final class CopySyntax {
    private final SqlNode source;
    private final SqlNodeList columns;
    private final String path;
    private final boolean writes;
    private final Map<CopyOption, Given> given = new EnumMap<>(CopyOption.class);

    private record Given(String text, SqlParserPos pos) {}

    private CopySyntax(SqlNode source, SqlNodeList columns, String path, boolean writes) {
        this.source = source;
        this.columns = columns;
        this.path = path;
        this.writes = writes;
    }

    public static CopySyntax from(SqlIdentifier table, SqlNodeList columns, String path) {
        return new CopySyntax(table, columns, path, false);
    }

    /// `source` is a query, or a table of which the columns are meant, all if none is given.
    public static CopySyntax to(SqlNode source, SqlNodeList columns, String path) {
        return new CopySyntax(source, columns, path, true);
    }

    public void option(String name, @Nullable String value, SqlParserPos pos) {
        CopyOption option = CopyOption.of(name);
        if (option == null || !option.isFor(writes)) {
            String meant = option == null ? Suggestions.didYouMean(name, CopyOption.names(writes)) : null;
            throw bad(
                    "COPY " + (writes ? "TO" : "FROM") + " has no option " + name,
                    pos,
                    meant == null ? "options are " + String.join(", ", CopyOption.names(writes)) : meant);
        }
        if (value == null && !option.isFlag()) {
            throw bad("the option " + option + " needs a value", pos, null);
        }
        if (given.put(option, new Given(value == null ? "true" : value, pos)) != null) {
            throw bad("the option " + option + " is given twice", pos, null);
        }
    }

    public Statement build() {
        Format format = format();
        given.forEach((option, value) -> {
            if (!option.isFor(format)) {
                throw bad("the option " + option + " is not for files of the format " + format, value.pos, null);
            }
        });
        FileOptions options = new FileOptions(
                format,
                character(CopyOption.DELIMITER, FileOptions.CSV.delimiter()),
                flag(CopyOption.HEADER),
                text(CopyOption.NULL, FileOptions.CSV.nullText()),
                quote(),
                errorsMax(),
                flag(CopyOption.IGNORE_UNKNOWN));
        if (format == Format.CSV && options.delimiter().equals(options.quote())) {
            throw bad("DELIMITER and QUOTE are the same character", source.getParserPosition(), null);
        }
        if (writes) {
            return new Statement.CopyTo(new ParsedQuery(query()), path, options, flag(CopyOption.OVERWRITE));
        }
        return new Statement.Copy(
                TableSyntax.tableName((SqlIdentifier) source),
                TableSyntax.names(columns),
                path,
                options,
                name(CopyOption.REJECTS),
                name(CopyOption.LABEL),
                checksKeys());
    }

    private SqlNode query() {
        if (!(source instanceof SqlIdentifier table)) {
            return source;
        }
        SqlParserPos pos = table.getParserPosition();
        SqlNodeList selected = columns.isEmpty() ? SqlNodeList.of(SqlIdentifier.star(pos)) : columns;
        return new SqlSelect(pos, null, selected, table, null, null, null, null, null, null, null, null, null);
    }

    private Format format() {
        Given text = given.get(CopyOption.FORMAT);
        if (text == null) {
            return formatOfExtension();
        }
        return switch (text.text.toUpperCase(Locale.ROOT)) {
            case "CSV", "TEXT" -> Format.CSV;
            case "PARQUET" -> Format.PARQUET;
            case "JSON", "JSONL", "NDJSON" -> Format.JSON;
            default -> throw bad("the format " + text.text + " is not known", text.pos, "it is csv, json or parquet");
        };
    }

    private Format formatOfExtension() {
        String name = path.toLowerCase(Locale.ROOT);
        String plain = name.replaceFirst("\\.(gz|zst)$", "");
        if (name.endsWith(".parquet")) {
            return Format.PARQUET;
        }
        boolean isJson = plain.endsWith(".json") || plain.endsWith(".jsonl") || plain.endsWith(".ndjson");
        return isJson ? Format.JSON : Format.CSV;
    }

    private String text(CopyOption option, String otherwise) {
        Given text = given.get(option);
        return text == null ? otherwise : text.text;
    }

    private @Nullable String name(CopyOption option) {
        Given text = given.get(option);
        if (text != null && text.text.isBlank()) {
            throw bad("the option " + option + " is a name, not '" + text.text + "'", text.pos, null);
        }
        return text == null ? null : text.text;
    }

    private String quote() {
        Given quote = given.get(CopyOption.QUOTE);
        if (quote == null || !quote.text.isEmpty()) {
            return character(CopyOption.QUOTE, FileOptions.CSV.quote());
        }
        if (writes) {
            throw bad("COPY TO needs a QUOTE for texts that contain the delimiter", quote.pos, null);
        }
        return "";
    }

    /// One character; `'\t'` is accepted for the tab.
    private String character(CopyOption option, String otherwise) {
        Given value = given.get(option);
        if (value == null) {
            return otherwise;
        }
        String character = value.text.equals("\\t") ? "\t" : value.text;
        if (character.codePointCount(0, character.length()) != 1) {
            throw bad("the option " + option + " is one character, not '" + value.text + "'", value.pos, null);
        }
        if (character.charAt(0) > 0x7f || character.equals("\n") || character.equals("\r")) {
            throw bad("the option " + option + " is an ASCII character that does not end a line", value.pos, null);
        }
        return character;
    }

    private boolean flag(CopyOption option) {
        Given value = given.get(option);
        if (value == null) {
            return false;
        }
        return switch (value.text.toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes", "1" -> true;
            case "false", "off", "no", "0" -> false;
            default -> throw bad("the option " + option + " is true or false, not " + value.text, value.pos, null);
        };
    }

    private boolean checksKeys() {
        Given check = given.get(CopyOption.CHECK);
        if (check != null && !check.text.equalsIgnoreCase("KEYS")) {
            throw bad("CHECK is followed by KEYS, not by " + check.text, check.pos, null);
        }
        return check != null;
    }

    private long errorsMax() {
        Given rejects = given.get(CopyOption.REJECTS);
        Given value = given.get(CopyOption.MAX_ERRORS);
        if (value == null) {
            if (rejects != null) {
                throw bad("REJECTS is for rows that MAX_ERRORS lets pass", rejects.pos, "add MAX_ERRORS n");
            }
            return 0;
        }
        if (!value.text.matches("\\d{1,18}")) {
            throw bad("the option MAX_ERRORS is a number of rows, not " + value.text, value.pos, null);
        }
        return Long.parseLong(value.text);
    }

    private static EngineException bad(String message, SqlParserPos pos, @Nullable String hint) {
        return new EngineException(ErrorCode.INVALID_PARAMETER, message, Positions.of(pos), hint, null);
    }
}
