package io.colonnade.planner.parse;

import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.parse.ConstantTerm.Found;
import io.colonnade.planner.parse.ConstantTerm.Piece;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// A statement as one with parameters in the place of literals, so that its plan serves others of the same shape.
///
/// ```text
/// SELECT a, 1 FROM t WHERE b = 5 AND (c < 'x' OR d BETWEEN 1 AND 2) ORDER BY 1 LIMIT 3
/// SELECT a, 1 FROM t WHERE b = $1 AND (c < $2 OR d BETWEEN $3 AND $4) ORDER BY 1 LIMIT 3      with (5, 'x', 1, 2)
/// ```
///
/// Only literals that are compared with nothing but a name or the call of a function are taken out, where
/// nothing but a condition can stand: in such a place neither a type, nor a name, nor an ordinal depends on
/// the value. So are sums of two of them, such as `DATE '1995-01-01' + INTERVAL '1' YEAR`, as the value that
/// they have ({@link ConstantTerm}). Whether the value is one of the column's type is asked when that is
/// known ({@link #values}).
public final class SharedText {
    private static final int LENGTH_MAX = 1 << 14;

    private static final Set<String> BEGINNINGS = Set.of("SELECT", "WITH", "UPDATE", "DELETE");
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");
    private static final Set<String> WORDS = Set.of("BETWEEN", "IN", "LIKE");
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
    private static final Set<String> NO_FUNCTIONS =
            Set.of("WHERE", "AND", "OR", "NOT", "ON", "HAVING", "WHEN", "IN", "EXISTS", "ANY", "ALL", "SOME", "ROW");

    /// Longer lists become tables of their own.
    private static final int LIST_MAX = 16;

    private final String sql;
    private final List<SqlNode> literals;

    /// What is compared, from piece `start` to piece `end`, and with which literals.
    private record Term(int start, int end, List<Found> found) {}

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
        StringBuilder text = new StringBuilder();
        // Equal literals that are compared with the same are one parameter: plans make use of what is equal.
        Map<String, Integer> numbers = new HashMap<>();
        List<SqlNode> literals = new ArrayList<>();
        int copied = 0;
        for (int at = 1; at < pieces.size(); at++) {
            Term term = compared(pieces, at);
            if (term == null) {
                continue;
            }
            String value = sql.substring(
                    pieces.get(term.start()).start(), pieces.get(term.end() - 1).end());
            for (Found literal : term.found()) {
                String key = value + '\n' + sql.substring(literal.start(), literal.end());
                Integer known = numbers.putIfAbsent(key, literals.size() + 1);
                if (known == null) {
                    literals.add(literal.literal());
                }
                // Blanks, for a name may not touch the dollar sign.
                text.append(sql, copied, literal.start())
                        .append(" $")
                        .append(known == null ? literals.size() : known)
                        .append(' ');
                copied = literal.end();
            }
            at = term.found().getLast().next() - 1;
        }
        return literals.isEmpty()
                ? null
                : new SharedText(text.append(sql, copied, sql.length()).toString(), literals);
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

    /// What is compared at `at` with literals only, in a condition; null if nothing is.
    private static @Nullable Term compared(List<Piece> pieces, int at) {
        String word = pieces.get(at).word();
        boolean isWord = WORDS.contains(word);
        if (!isWord && !COMPARISONS.contains(word)) {
            return null;
        }
        int end = isWord && pieces.get(at - 1).word().equals("NOT") ? at - 1 : at;
        int start = valueBefore(pieces, end);
        if (start < 0) {
            return null;
        }
        List<Found> found = switch (word) {
            case "BETWEEN" -> between(pieces, at + 1);
            case "IN" -> list(pieces, at + 1);
            default -> single(pieces, at + 1, word.equals("LIKE"));
        };
        boolean isWhole = !found.isEmpty()
                && AFTER.contains(pieces.get(found.getLast().next()).word());
        return isWhole ? new Term(start, end, found) : null;
    }

    private static List<Found> single(List<Piece> pieces, int at, boolean isPattern) {
        Found literal = isPattern && !pieces.get(at).image().startsWith("'") ? null : ConstantTerm.at(pieces, at);
        return literal == null ? List.of() : List.of(literal);
    }

    private static List<Found> between(List<Piece> pieces, int at) {
        Found low = ConstantTerm.at(pieces, at);
        Found high = low != null && pieces.get(low.next()).word().equals("AND")
                ? ConstantTerm.at(pieces, low.next() + 1)
                : null;
        return high == null ? List.of() : List.of(low, high);
    }

    /// `(literal, literal, ..)`; the last one is found up to the parenthesis that closes the list.
    private static List<Found> list(List<Piece> pieces, int at) {
        List<Found> found = new ArrayList<>();
        int next = at;
        if (!pieces.get(next).image().equals("(")) {
            return List.of();
        }
        do {
            Found value = ConstantTerm.at(pieces, next + 1);
            if (value == null || found.size() == LIST_MAX) {
                return List.of();
            }
            found.add(value);
            next = value.next();
        } while (pieces.get(next).image().equals(","));
        if (!pieces.get(next).image().equals(")")) {
            return List.of();
        }
        Found last = found.removeLast();
        found.add(new Found(last.literal(), last.start(), last.end(), next + 1));
        return found;
    }

    /// Where the name or the call of a function begins that ends at `end`; -1 if there is none, or something before
    /// it in the same term.
    private static int valueBefore(List<Piece> pieces, int end) {
        int name = end - 1;
        if (pieces.get(name).image().equals(")")) {
            int open = 1;
            while (open > 0 && --name > 0) {
                String image = pieces.get(name).image();
                open += image.equals(")") ? 1 : image.equals("(") ? -1 : 0;
            }
            name--;
            if (name <= 0 || NO_FUNCTIONS.contains(pieces.get(name).word())) {
                return -1;
            }
        }
        while (name > 1
                && isName(pieces.get(name))
                && pieces.get(name - 1).image().equals(".")) {
            name -= 2;
        }
        int before = name - 1;
        while (before > 0 && pieces.get(before).image().equals("(")) {
            before--;
        }
        boolean begins = name > 0
                && isName(pieces.get(name))
                && before > 0
                && BEFORE.contains(pieces.get(before).word());
        return begins ? name : -1;
    }

    private static boolean isName(Piece piece) {
        char first = piece.image().isEmpty() ? ' ' : piece.image().charAt(0);
        return first == '"' || Character.isLetter(first) && !NO_NAMES.contains(piece.word());
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
