package io.colonnade.planner.parse;

import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.parse.grammar.SimpleCharStream;
import io.colonnade.planner.parse.grammar.SqlGrammarConstants;
import io.colonnade.planner.parse.grammar.SqlGrammarTokenManager;
import io.colonnade.planner.parse.grammar.Token;
import io.colonnade.planner.parse.grammar.TokenMgrError;
import io.colonnade.planner.syntax.ParameterName;
import io.colonnade.planner.syntax.QueryText;
import io.colonnade.planner.type.PlainLiteral;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// A statement as one with parameters in the place of literals, so that its plan serves others of the same shape.
///
/// ```text
/// SELECT a, 1 FROM t WHERE b = 5 AND (c < 'x' OR d BETWEEN 1 AND 2) ORDER BY 1 LIMIT 3
/// SELECT a, 1 FROM t WHERE b = ? AND (c < ? OR d BETWEEN ? AND ?) ORDER BY 1 LIMIT 3        with (5, 'x', 1, 2)
/// ```
///
/// Only literals that are compared with nothing but a name are taken out, where nothing but a condition can
/// stand: in such a place neither a type, nor a name, nor an ordinal depends on the value. Whether the value
/// is one of the column's type is asked when that is known ({@link #values}).
public final class SharedText {
    private static final int LENGTH_MAX = 1 << 14;

    private static final Set<String> BEGINNINGS = Set.of("SELECT", "WITH", "UPDATE", "DELETE");
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");
    private static final Set<String> BEFORE = Set.of("WHERE", "AND", "OR", "NOT", "ON", "HAVING", "WHEN");
    private static final Set<String> AFTER = Set.of(
            "",
            ";",
            ")",
            "AND",
            "OR",
            "THEN",
            "GROUP",
            "HAVING",
            "ORDER",
            "LIMIT",
            "OFFSET",
            "FETCH",
            "UNION",
            "EXCEPT",
            "INTERSECT",
            "WINDOW");
    private static final Set<String> NO_NAMES = Set.of("NULL", "TRUE", "FALSE", "NOT", "ALL", "ANY", "SOME", "END");

    private final String sql;
    private final List<SqlNode> literals;

    /// A piece of the text: `end` is the place behind it.
    private record Piece(String image, int start, int end) {
        String word() {
            return image.toUpperCase(Locale.ROOT);
        }
    }

    /// A literal, behind which the text goes on at piece `next`.
    private record Found(SqlNode literal, int start, int end, int next) {}

    /// A tabulator is one character, as for the parser.
    private static final class Characters extends SimpleCharStream {
        Characters(String sql) {
            super(new StringReader(sql), 1, 1, sql.length() + 1);
            setTabSize(1);
        }
    }

    private SharedText(String sql, List<SqlNode> literals) {
        this.sql = sql;
        this.literals = List.copyOf(literals);
    }

    /// Null if there is nothing to take out, or if there are parameters or errors.
    public static @Nullable SharedText of(String sql) {
        if (sql.length() > LENGTH_MAX) {
            return null;
        }
        List<Piece> pieces = pieces(sql);
        if (pieces == null || !BEGINNINGS.contains(pieces.getFirst().word())) {
            return null;
        }
        List<Found> found = new ArrayList<>();
        for (int at = 1; at < pieces.size(); at++) {
            List<Found> here = compared(pieces, at);
            if (!here.isEmpty()) {
                found.addAll(here);
                at = here.getLast().next() - 1;
            }
        }
        if (found.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        int copied = 0;
        for (Found literal : found) {
            text.append(sql, copied, literal.start()).append('?');
            copied = literal.end();
        }
        return new SharedText(
                text.append(sql, copied, sql.length()).toString(),
                found.stream().map(Found::literal).toList());
    }

    /// The statement with parameters.
    public String sql() {
        return sql;
    }

    /// The values of the parameters; null if one of them is not, without rounding or guessing, of its type.
    public @Nullable List<Datum> values(List<Type> types) {
        if (types.size() != literals.size()) {
            return null;
        }
        List<Datum> values = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Datum value = PlainLiteral.read(literals.get(i), types.get(i));
            // Of what a comparison with blanks at the end means, types have their own ideas.
            if (value == null
                    || value instanceof Datum.Text text && text.value().endsWith(" ")) {
                return null;
            }
            values.add(value);
        }
        return values;
    }

    /// What stands for the literals where sizes are estimated; NaN where nothing can.
    public double[] estimates() {
        return literals.stream().mapToDouble(PlainLiteral::estimate).toArray();
    }

    /// The literals behind the comparison at `at`, if they are compared with a name in a condition.
    private static List<Found> compared(List<Piece> pieces, int at) {
        String word = pieces.get(at).word();
        boolean between = word.equals("BETWEEN");
        if (!between && !COMPARISONS.contains(word) || !beginsTerm(pieces, at)) {
            return List.of();
        }
        Found first = literal(pieces, at + 1);
        if (first == null) {
            return List.of();
        }
        if (!between) {
            return AFTER.contains(pieces.get(first.next()).word()) ? List.of(first) : List.of();
        }
        Found second = pieces.get(first.next()).word().equals("AND") ? literal(pieces, first.next() + 1) : null;
        return second != null && AFTER.contains(pieces.get(second.next()).word()) ? List.of(first, second) : List.of();
    }

    /// Whether there is a name before `at`, and nothing before it of the same term.
    private static boolean beginsTerm(List<Piece> pieces, int at) {
        int name = at - 1;
        while (name > 1
                && isName(pieces.get(name))
                && pieces.get(name - 1).image().equals(".")) {
            name -= 2;
        }
        int before = name - 1;
        while (before > 0 && pieces.get(before).image().equals("(")) {
            before--;
        }
        return name > 0
                && isName(pieces.get(name))
                && before > 0
                && BEFORE.contains(pieces.get(before).word());
    }

    private static boolean isName(Piece piece) {
        char first = piece.image().isEmpty() ? ' ' : piece.image().charAt(0);
        return first == '"' || Character.isLetter(first) && !NO_NAMES.contains(piece.word());
    }

    private static @Nullable Found literal(List<Piece> pieces, int at) {
        Piece piece = pieces.get(at);
        boolean negative = piece.image().equals("-");
        String tag = piece.word();
        boolean tagged = tag.equals("DATE") || tag.equals("TIMESTAMP");
        int last = negative || tagged ? at + 1 : at;
        Piece value = pieces.get(Math.min(last, pieces.size() - 1));
        SqlNode literal = value.image().startsWith("'")
                ? negative ? null : PlainLiteral.text(tagged ? tag : null, value.image(), SqlParserPos.ZERO)
                : tagged ? null : PlainLiteral.number(value.image(), negative, SqlParserPos.ZERO);
        return literal == null ? null : new Found(literal, piece.start(), value.end(), last + 1);
    }

    /// The text in pieces, the last of them empty; null if it has parameters or is none.
    private static @Nullable List<Piece> pieces(String sql) {
        List<Piece> pieces = new ArrayList<>();
        try {
            SqlGrammarTokenManager tokens = new SqlGrammarTokenManager(new Characters(sql));
            tokens.SwitchTo(SqlGrammarConstants.DQID);
            Token token = tokens.getNextToken();
            while (token.kind != SqlGrammarConstants.EOF) {
                if (token.kind == SqlGrammarConstants.HOOK
                        || ParameterName.index(token.image).isPresent()) {
                    return null;
                }
                int start = QueryText.offset(
                        sql, new SqlParserPos(token.beginLine, token.beginColumn, token.endLine, token.endColumn));
                pieces.add(new Piece(token.image, start, start + token.image.length()));
                token = tokens.getNextToken();
            }
        } catch (TokenMgrError e) {
            return null;
        }
        pieces.add(new Piece("", sql.length(), sql.length()));
        return pieces;
    }
}
