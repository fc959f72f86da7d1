package io.colonnade.planner.parse;

import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;

/// What the grammar knows of single words.
public final class Words {
    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Words() {}

    /// A name as a statement writes it: in quotes only if it needs them.
    public static String identifier(String name) {
        return SIMPLE.matcher(name).matches() && isName(name) ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    private static boolean isName(String word) {
        try {
            return SqlParser.create(word, SqlText.CONFIG).parseExpression() instanceof SqlIdentifier;
        } catch (SqlParseException e) {
            return false;
        }
    }
}
