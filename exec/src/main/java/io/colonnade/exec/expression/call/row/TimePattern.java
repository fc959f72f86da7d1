package io.colonnade.exec.expression.call.row;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A pattern of times, read once.
///
/// ```text
/// to_char    YYYY-MM-DD HH24:MI:SS   "quoted text", FM before what is not to be filled up, TH after an ordinal
/// strftime   %Y-%m-%d %H:%M:%S       %-d is not filled up
/// ```
final class TimePattern {
    /// Those with the same beginning longest first.
    private static final List<String> TEMPLATES = List.of(
            "YYYY", "YYY", "YY", "Y", "IYYY", "IW", "ID", "MONTH", "MON", "MM", "MI", "MS", "DDD", "DD", "DAY", "DY",
            "D", "HH24", "HH12", "HH", "SSSS", "SS", "US", "AM", "PM", "A.M.", "P.M.", "Q", "WW", "CC", "J");

    private static final Map<String, TimePart> TEMPLATE_PARTS = Map.ofEntries(
            Map.entry("YYYY", TimePart.YEAR),
            Map.entry("YYY", TimePart.YEAR_OF_THREE),
            Map.entry("YY", TimePart.YEAR_OF_TWO),
            Map.entry("Y", TimePart.YEAR_OF_ONE),
            Map.entry("IYYY", TimePart.ISO_YEAR),
            Map.entry("IW", TimePart.ISO_WEEK),
            Map.entry("ID", TimePart.ISO_DAY_OF_WEEK),
            Map.entry("MONTH", TimePart.MONTH_NAME),
            Map.entry("MON", TimePart.MONTH_SHORT),
            Map.entry("MM", TimePart.MONTH),
            Map.entry("MI", TimePart.MINUTE),
            Map.entry("MS", TimePart.MILLISECOND),
            Map.entry("DDD", TimePart.DAY_OF_YEAR),
            Map.entry("DD", TimePart.DAY),
            Map.entry("DAY", TimePart.DAY_NAME),
            Map.entry("DY", TimePart.DAY_SHORT),
            Map.entry("D", TimePart.DAY_OF_WEEK),
            Map.entry("HH24", TimePart.HOUR),
            Map.entry("HH12", TimePart.HOUR_OF_TWELVE),
            Map.entry("HH", TimePart.HOUR_OF_TWELVE),
            Map.entry("SSSS", TimePart.SECOND_OF_DAY),
            Map.entry("SS", TimePart.SECOND),
            Map.entry("US", TimePart.MICROSECOND),
            Map.entry("AM", TimePart.HALF),
            Map.entry("PM", TimePart.HALF),
            Map.entry("A.M.", TimePart.HALF),
            Map.entry("P.M.", TimePart.HALF),
            Map.entry("Q", TimePart.QUARTER),
            Map.entry("WW", TimePart.WEEK_OF_YEAR),
            Map.entry("CC", TimePart.CENTURY),
            Map.entry("J", TimePart.JULIAN));

    private static final Map<Character, TimePart> PERCENT_PARTS = Map.ofEntries(
            Map.entry('Y', TimePart.YEAR),
            Map.entry('y', TimePart.YEAR_OF_TWO),
            Map.entry('m', TimePart.MONTH),
            Map.entry('B', TimePart.MONTH_NAME),
            Map.entry('b', TimePart.MONTH_SHORT),
            Map.entry('d', TimePart.DAY),
            Map.entry('j', TimePart.DAY_OF_YEAR),
            Map.entry('A', TimePart.DAY_NAME),
            Map.entry('a', TimePart.DAY_SHORT),
            Map.entry('w', TimePart.DAY_OF_WEEK_FROM_ZERO),
            Map.entry('u', TimePart.ISO_DAY_OF_WEEK),
            Map.entry('H', TimePart.HOUR),
            Map.entry('I', TimePart.HOUR_OF_TWELVE),
            Map.entry('M', TimePart.MINUTE),
            Map.entry('S', TimePart.SECOND),
            Map.entry('f', TimePart.MICROSECOND),
            Map.entry('g', TimePart.MILLISECOND),
            Map.entry('p', TimePart.HALF),
            Map.entry('G', TimePart.ISO_YEAR),
            Map.entry('V', TimePart.ISO_WEEK));

    /// A part, or text where that is null. `word` is how the part was written: its case is that of names.
    record Piece(@Nullable TimePart part, String word, boolean bare, boolean ordinal) {}

    private final List<Piece> pieces;

    private TimePattern(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /// As to_char and to_date know it.
    static TimePattern template(String text) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        boolean bare = false;
        while (at < text.length()) {
            if (text.charAt(at) == '"') {
                int end = text.indexOf('"', at + 1);
                end = end < 0 ? text.length() : end;
                pieces.add(new Piece(null, text.substring(at + 1, end), false, false));
                at = end + 1;
            } else if (text.regionMatches(true, at, "FM", 0, 2)) {
                bare = true;
                at += 2;
            } else {
                String word = word(text, at);
                int length = word == null ? 1 : word.length();
                String written = text.substring(at, at + length);
                at += length;
                boolean ordinal = word != null && text.regionMatches(true, at, "TH", 0, 2);
                pieces.add(new Piece(word == null ? null : TEMPLATE_PARTS.get(word), written, bare, ordinal));
                at += ordinal ? 2 : 0;
                bare = word == null && bare;
            }
        }
        return new TimePattern(pieces);
    }

    private static @Nullable String word(String text, int at) {
        for (String word : TEMPLATES) {
            if (text.regionMatches(true, at, word, 0, word.length())) {
                return word;
            }
        }
        return null;
    }

    /// As strftime and strptime know it.
    static TimePattern percent(String text) {
        List<Piece> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '%' || at + 1 == text.length()) {
                pieces.add(new Piece(null, String.valueOf(c), false, false));
                continue;
            }
            boolean bare = text.charAt(at + 1) == '-' && at + 2 < text.length();
            at += bare ? 2 : 1;
            char letter = text.charAt(at);
            TimePart part = PERCENT_PARTS.get(letter);
            if (part == null && letter != '%') {
                throw TextKernels.invalid("patterns of times know no %" + letter);
            }
            boolean isName = part == TimePart.MONTH_NAME || part == TimePart.DAY_NAME;
            pieces.add(new Piece(part, part == null ? "%" : "Aa", bare || isName, false));
        }
        return new TimePattern(pieces);
    }

    String format(LocalDateTime t) {
        StringBuilder result = new StringBuilder();
        for (Piece piece : pieces) {
            TimePart part = piece.part();
            if (part == null) {
                result.append(piece.word());
                continue;
            }
            String text = part.format(t, piece.bare());
            if (part.digits() == 0) {
                text = cased(part, text, piece.word());
            }
            result.append(text);
            if (piece.ordinal()) {
                result.append(ordinal(text.strip()));
            }
        }
        return result.toString();
    }

    private static String cased(TimePart part, String name, String word) {
        String text =
                part == TimePart.HALF && word.indexOf('.') >= 0 ? name.charAt(0) + "." + name.charAt(1) + "." : name;
        boolean firstIsUpper = Character.isUpperCase(word.charAt(0));
        boolean secondIsUpper = word.length() > 1 && Character.isUpperCase(word.charAt(word.charAt(1) == '.' ? 2 : 1));
        if (!firstIsUpper) {
            return text.toLowerCase(Locale.ROOT);
        }
        return secondIsUpper || part == TimePart.HALF ? text.toUpperCase(Locale.ROOT) : text;
    }

    private static String ordinal(String number) {
        char last = number.charAt(number.length() - 1);
        boolean teen = number.length() > 1 && number.charAt(number.length() - 2) == '1';
        if (teen) {
            return "th";
        }
        return switch (last) {
            case '1' -> "st";
            case '2' -> "nd";
            case '3' -> "rd";
            default -> "th";
        };
    }

    /// The time that a text says; INVALID_DATETIME if it does not follow the pattern.
    LocalDateTime parse(String text) {
        return new TimeReader(text).read(pieces);
    }
}
