package io.colonnade.planner.parse;

import io.colonnade.core.type.Type;
import io.colonnade.planner.parse.grammar.SimpleCharStream;
import io.colonnade.planner.parse.grammar.SqlGrammarConstants;
import io.colonnade.planner.parse.grammar.SqlGrammarTokenManager;
import io.colonnade.planner.parse.grammar.Token;
import io.colonnade.planner.syntax.ParameterName;
import io.colonnade.planner.syntax.QueryText;
import java.io.StringReader;
import java.util.List;
import java.util.OptionalInt;
import org.apache.calcite.sql.parser.SqlParserPos;

/// Gives the parameters of a statement types.
///
/// ```text
/// SELECT $2, a FROM t WHERE b = ?        with (INTEGER, DATE)
/// SELECT CAST($2 AS DATE), a FROM t WHERE b = CAST(? AS INTEGER)
/// ```
public final class ParameterText {
    private ParameterText() {}

    /// The same statement; `?` are counted, `$1` says which it is. Parameters without a type stay as they are.
    public static String typed(String sql, List<Type> types) {
        if (types.isEmpty()) {
            return sql;
        }
        SqlGrammarTokenManager tokens = new SqlGrammarTokenManager(new SimpleCharStream(new StringReader(sql)));
        tokens.SwitchTo(SqlGrammarConstants.DQID);
        StringBuilder text = new StringBuilder();
        int copied = 0;
        int questions = 0;
        for (Token token = tokens.getNextToken();
                token.kind != SqlGrammarConstants.EOF;
                token = tokens.getNextToken()) {
            OptionalInt number = token.kind == SqlGrammarConstants.HOOK
                    ? OptionalInt.of(questions++)
                    : ParameterName.index(token.image);
            if (number.isPresent() && number.getAsInt() < types.size()) {
                SqlParserPos place =
                        new SqlParserPos(token.beginLine, token.beginColumn, token.endLine, token.endColumn);
                int at = QueryText.offset(sql, place);
                text.append(sql, copied, at)
                        .append("CAST(")
                        .append(token.image)
                        .append(" AS ")
                        .append(types.get(number.getAsInt()).sql())
                        .append(')');
                copied = at + token.image.length();
            }
        }
        return text.append(sql, copied, sql.length()).toString();
    }
}
