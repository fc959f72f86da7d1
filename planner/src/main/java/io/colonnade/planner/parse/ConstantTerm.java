package io.colonnade.planner.parse;

import io.colonnade.planner.type.PlainLiteral;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Reads a literal, or the sum or difference of two of which everybody knows what it is, from the pieces of a
/// statement.
///
/// ```text
/// 5   -1.5   'x'   DATE '1995-01-01'   0.06 - 0.01   DATE '1995-01-31' + INTERVAL '1' MONTH
/// ```
final class ConstantTerm {
    /// Exact numbers of so few characters have a sum of the same type, whatever they are.
    private static final int LENGTH_MAX = 9;

    private static final Pattern EXACT = Pattern.compile("\\d+(\\.\\d*)?|\\.\\d+");
    private static final Pattern COUNT = Pattern.compile("'\\d{1,4}'");
    private static final Pattern DATE = Pattern.compile("'[1-9]\\d{3}-\\d{2}-\\d{2}'");
    private static final int YEAR_MAX = 9999;

    /// A piece of the text: `end` is the place behind it.
    record Piece(String image, int start, int end) {
        String word() {
            return image.toUpperCase(Locale.ROOT);
        }
    }

    /// A literal and its place in the text, behind which that goes on at piece `next`.
    record Found(SqlNode literal, int start, int end, int next) {}

    private ConstantTerm() {}

    /// Null if there is something else.
    static @Nullable Found at(List<Piece> pieces, int at) {
        Found first = literal(pieces, at);
        if (first == null) {
            return null;
        }
        String sign = pieces.get(first.next()).image();
        if (!sign.equals("+") && !sign.equals("-")) {
            return first;
        }
        return pieces.get(at).word().equals("DATE")
                ? dateSum(pieces, at, sign.equals("-"))
                : numberSum(pieces, at, sign.equals("-"));
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

    /// `number + number`
    private static @Nullable Found numberSum(List<Piece> pieces, int at, boolean minus) {
        Piece left = pieces.get(at);
        Piece right = pieces.get(Math.min(at + 2, pieces.size() - 1));
        if (!isShort(left) || !isShort(right)) {
            return null;
        }
        BigDecimal second = new BigDecimal(right.image());
        BigDecimal sum = new BigDecimal(left.image()).add(minus ? second.negate() : second);
        SqlNode literal = PlainLiteral.number(sum.abs().toPlainString(), sum.signum() < 0, SqlParserPos.ZERO);
        return literal == null ? null : new Found(literal, left.start(), right.end(), at + 3);
    }

    private static boolean isShort(Piece piece) {
        return piece.image().length() <= LENGTH_MAX
                && EXACT.matcher(piece.image()).matches();
    }

    /// `DATE 'date' + INTERVAL 'number' unit`
    private static @Nullable Found dateSum(List<Piece> pieces, int at, boolean minus) {
        if (at + 5 >= pieces.size()
                || !pieces.get(at + 3).word().equals("INTERVAL")
                || !COUNT.matcher(pieces.get(at + 4).image()).matches()) {
            return null;
        }
        Piece unit = pieces.get(at + 5);
        LocalDate date = date(pieces.get(at + 1).image());
        String number = pieces.get(at + 4).image();
        long count = Long.parseLong(number.substring(1, number.length() - 1)) * (minus ? -1 : 1);
        LocalDate sum = date == null
                ? null
                : switch (unit.word()) {
                    case "YEAR" -> date.plusYears(count);
                    case "MONTH" -> date.plusMonths(count);
                    case "DAY" -> date.plusDays(count);
                    default -> null;
                };
        if (sum == null || sum.getYear() < 1 || sum.getYear() > YEAR_MAX) {
            return null;
        }
        SqlNode literal = PlainLiteral.text("DATE", "'" + sum + "'", SqlParserPos.ZERO);
        return new Found(literal, pieces.get(at).start(), unit.end(), at + 6);
    }

    private static @Nullable LocalDate date(String quoted) {
        if (!DATE.matcher(quoted).matches()) {
            return null;
        }
        try {
            return LocalDate.parse(quoted.substring(1, quoted.length() - 1));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
