package io.colonnade.planner.syntax;

import java.nio.charset.StandardCharsets;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/// Literals of the form `U&'\00FC'`: the grammar calls them UTF-16, which compares with no text of ours.
final class UnicodeText {
    private UnicodeText() {}

    /// The same literal as text like any other.
    static SqlNode plain(SqlLiteral literal) {
        if (!(literal instanceof SqlCharStringLiteral)) {
            return literal;
        }
        @Nullable NlsString text = literal.getValueAs(NlsString.class);
        if (text == null || text.getCharset() == null || text.getCharset().equals(StandardCharsets.UTF_8)) {
            return literal;
        }
        return SqlLiteral.createCharString(text.getValue(), literal.getParserPosition());
    }
}
