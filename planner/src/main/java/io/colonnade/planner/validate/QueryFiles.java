package io.colonnade.planner.validate;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.catalog.FileRequest;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.parse.SqlText;
import io.colonnade.planner.statement.Definition;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.syntax.FileSyntax;
import io.colonnade.planner.syntax.Positions;
import io.colonnade.planner.validate.CatalogBridge.BridgedFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/// The files that stand in a query, each of which becomes the name of a table of its own.
///
/// ```text
/// FROM 'sale.csv' WHERE ..                              FROM $files."0" AS sale WHERE ..
/// FROM read_csv('s-*.csv', delim => ';') s WHERE ..     FROM $files."1" AS s WHERE ..
/// ```
///
/// Options are named, by `=>` or `=`. *Errors*: with the place of the call; those of looking at the files.
final class QueryFiles {
    private static final Map<String, FileOptions.Format> FUNCTIONS = Map.of(
            "read_csv", FileOptions.Format.CSV,
            "read_json", FileOptions.Format.JSON,
            "read_parquet", FileOptions.Format.PARQUET);

    private final CatalogSnapshot snapshot;
    private final List<BridgedFiles> files = new ArrayList<>();

    private QueryFiles(CatalogSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /// A query without files in it, and the tables that they are.
    record Replaced(SqlNode query, List<BridgedFiles> files) {}

    static Replaced in(SqlNode query, CatalogSnapshot snapshot) {
        QueryFiles files = new QueryFiles(snapshot);
        SqlNode replaced = query.accept(files.new Replacement());
        if (replaced == null) {
            throw new IllegalStateException("no query is left");
        }
        return new Replaced(replaced, List.copyOf(files.files));
    }

    private final class Replacement extends SqlShuttle {
        @Override
        public @Nullable SqlNode visit(SqlCall call) {
            if (call.getKind() == SqlKind.AS && call.operandCount() > 1) {
                SqlCall named = reading(call.operand(0));
                if (named != null) {
                    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
                    operands.set(0, table(named));
                    return call.getOperator().createCall(call.getParserPosition(), operands);
                }
            }
            SqlCall reading = reading(call);
            if (reading == null) {
                return super.visit(call);
            }
            SqlParserPos pos = call.getParserPosition();
            return SqlStdOperatorTable.AS.createCall(pos, table(reading), new SqlIdentifier(alias(path(reading)), pos));
        }
    }

    /// The call of a function that reads files, if that is what a table is.
    private static @Nullable SqlCall reading(SqlNode table) {
        return table.getKind() == SqlKind.COLLECTION_TABLE
                        && ((SqlCall) table).operand(0) instanceof SqlCall call
                        && call.getOperator() instanceof SqlFunction
                        && (FUNCTIONS.containsKey(name(call)) || name(call).equals(FileSyntax.READ))
                ? call
                : null;
    }

    private static String name(SqlCall call) {
        return call.getOperator().getName().toLowerCase(Locale.ROOT);
    }

    /// The name of the file without folders and extensions.
    private static String alias(String path) {
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        int dot = name.indexOf('.', 1);
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static String path(SqlCall call) {
        if (call.operandCount() == 0 || !(call.operand(0) instanceof SqlCharStringLiteral)) {
            throw refused(name(call) + " wants the path of a file as a text", call);
        }
        return text(call.operand(0), call);
    }

    private static String text(SqlNode value, SqlNode at) {
        NlsString text = value instanceof SqlCharStringLiteral literal ? literal.getValueAs(NlsString.class) : null;
        if (text == null) {
            throw refused(value + " is no text", at);
        }
        return text.getValue();
    }

    private static EngineException refused(String message, SqlNode at) {
        return new EngineException(ErrorCode.INVALID_PARAMETER, message, Positions.of(at), null, null);
    }

    private SqlIdentifier table(SqlCall call) {
        FileRequest request = request(call);
        try {
            files.add(new BridgedFiles(snapshot.fileTable(request), request.fileName()));
        } catch (EngineException e) {
            throw e.position() != null
                    ? e
                    : new EngineException(e.code(), e.message(), Positions.of(call), e.hint(), e);
        }
        return new SqlIdentifier(
                List.of(CatalogBridge.FILES, String.valueOf(files.size() - 1)), call.getParserPosition());
    }

    private static FileRequest request(SqlCall call) {
        Map<String, SqlNode> options = new HashMap<>();
        for (SqlNode argument : call.getOperandList().subList(1, call.operandCount())) {
            SqlCall option = argument instanceof SqlCall given ? given : null;
            boolean isNamed = option != null && option.getKind() == SqlKind.ARGUMENT_ASSIGNMENT;
            boolean isEqual =
                    option != null && option.getKind() == SqlKind.EQUALS && option.operand(0) instanceof SqlIdentifier;
            if (option == null || !isNamed && !isEqual) {
                throw refused("options of " + name(call) + " are written name => value", argument);
            }
            String name = option.operand(isNamed ? 1 : 0).toString().toLowerCase(Locale.ROOT);
            SqlNode value = option.operand(isNamed ? 0 : 1);
            String own = switch (name) {
                case "delim", "sep" -> "delimiter";
                case "nullstr" -> "null_text";
                default -> name;
            };
            if (options.put(own, value) != null) {
                throw refused("the option " + name + " is given twice", argument);
            }
        }
        FileOptions.Format format = FUNCTIONS.get(name(call));
        SqlNode delimiter = take("delimiter", options);
        SqlNode header = take("header", options);
        SqlNode nullText = take("null_text", options);
        SqlNode quote = take("quote", options);
        boolean isCsv = format == null || format == FileOptions.Format.CSV;
        for (SqlNode csv : new @Nullable SqlNode[] {delimiter, header, nullText, quote}) {
            if (csv != null && !isCsv) {
                throw refused("an option of read_csv in " + name(call), csv);
            }
        }
        SqlNode columns = take("columns", options);
        SqlNode fileName = take("filename", options);
        if (!options.isEmpty()) {
            throw new EngineException(
                    ErrorCode.INVALID_PARAMETER,
                    "there is no option " + options.keySet().iterator().next() + " of " + name(call),
                    Positions.of(call),
                    "options are columns, filename, and of read_csv delimiter, header, null_text, quote",
                    null);
        }
        return new FileRequest(
                path(call),
                format,
                delimiter == null ? null : character(delimiter, false),
                header == null ? null : (Boolean) truth(header),
                nullText == null ? null : text(nullText, nullText),
                quote == null ? null : character(quote, true),
                columns == null ? null : columns(columns),
                fileName != null && truth(fileName));
    }

    private static @Nullable SqlNode take(String name, Map<String, SqlNode> options) {
        return options.remove(name);
    }

    private static String character(SqlNode value, boolean mayBeEmpty) {
        String text = text(value, value).replace("\\t", "\t");
        if (text.length() > 1 || text.isEmpty() && !mayBeEmpty || !text.isEmpty() && text.charAt(0) > 127) {
            throw refused("'" + text + "' is not one ASCII character", value);
        }
        return text;
    }

    private static boolean truth(SqlNode value) {
        if (value instanceof SqlLiteral literal && literal.getValue() instanceof Boolean truth) {
            return truth;
        }
        throw refused(value + " is neither TRUE nor FALSE", value);
    }

    /// Columns as CREATE TABLE has them.
    private static List<ColumnDefinition> columns(SqlNode value) {
        String text = text(value, value);
        Statement parsed;
        try {
            parsed = SqlText.parse("CREATE TABLE t (" + text + ")");
        } catch (EngineException e) {
            throw new EngineException(
                    e.code(),
                    "the columns '" + text + "' cannot be read: " + e.message(),
                    Positions.of(value),
                    "write columns => 'a INTEGER, b VARCHAR'",
                    e);
        }
        List<ColumnDefinition> columns = new ArrayList<>();
        if (parsed instanceof Statement.Define(Definition.CreateTable create)) {
            for (Statement.ColumnSyntax column : create.columns()) {
                columns.add(new ColumnDefinition(
                        columns.size() + 1, column.name().text(), column.type(), column.nullable()));
            }
        }
        return columns;
    }
}
