package io.colonnade.exec.expression.call.row;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads a time by a pattern. What the pattern does not have is that of 0001-01-01 00:00:00.
///
/// A sign of the pattern that is no letter or digit matches any such sign, or none; blanks in the text are
/// passed over.
final class TimeReader {
    private static final int LETTERS = 3;

    private final String text;
    private int at;
    private int year = 1;
    private int month = 1;
    private int day = 1;
    private int dayOfYear;
    private int hour;
    private int minute;
    private int second;
    private int nano;
    private boolean ofTwelve;
    private boolean afternoon;

    TimeReader(String text) {
        this.text = text;
    }

    LocalDateTime read(List<TimePattern.Piece> pieces) {
        for (int i = 0; i < pieces.size(); i++) {
            TimePattern.Piece piece = pieces.get(i);
            TimePart part = piece.part();
            if (part == null) {
                pass(piece.word());
            } else {
                boolean endsAtDigit =
                        i + 1 < pieces.size() && pieces.get(i + 1).part() instanceof TimePart next && next.digits() > 0;
                part(part, endsAtDigit);
            }
        }
        skipBlanks();
        if (at < text.length()) {
            throw wrong(null);
        }
        return result();
    }

    private LocalDateTime result() {
        try {
            int hours = ofTwelve ? hour % 12 + (afternoon ? 12 : 0) : hour;
            LocalDate date = dayOfYear > 0 ? LocalDate.ofYearDay(year, dayOfYear) : LocalDate.of(year, month, day);
            return date.atTime(hours, minute, second, nano);
        } catch (DateTimeException e) {
            throw wrong(e);
        }
    }

    private EngineException wrong(@Nullable Throwable cause) {
        String message = "the pattern does not read '" + text + "'";
        return cause == null
                ? new EngineException(ErrorCode.INVALID_DATETIME, message)
                : TimeKernels.invalid(message, cause);
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private void pass(String sign) {
        for (int i = 0; i < sign.length(); i++) {
            char c = sign.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                skipBlanks();
                if (at >= text.length() || text.charAt(at) != c) {
                    throw wrong(null);
                }
                at++;
            } else if (at < text.length() && !Character.isLetterOrDigit(text.charAt(at))) {
                at++;
            }
        }
    }

    private void part(TimePart part, boolean endsAtDigit) {
        skipBlanks();
        switch (part) {
            case YEAR -> year = number(endsAtDigit ? 4 : 6);
            case YEAR_OF_TWO -> {
                int short2 = number(2);
                year = short2 + (short2 < 70 ? 2000 : 1900);
            }
            case MONTH -> month = number(2);
            case DAY -> day = number(2);
            case DAY_OF_YEAR -> dayOfYear = number(3);
            case HOUR -> hour = number(2);
            case HOUR_OF_TWELVE -> {
                hour = number(2);
                ofTwelve = true;
                if (hour < 1 || hour > 12) {
                    throw wrong(null);
                }
            }
            case MINUTE -> minute = number(2);
            case SECOND -> second = number(2);
            case MILLISECOND, MICROSECOND -> nano = fraction(part == TimePart.MILLISECOND ? 3 : 6);
            case MONTH_NAME, MONTH_SHORT -> monthName();
            case DAY_NAME, DAY_SHORT -> dayName();
            case HALF -> half();
            default -> throw TextKernels.invalid("a time cannot be read by " + part);
        }
    }

    private int number(int digits) {
        int start = at;
        while (at < text.length() && at - start < digits && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw wrong(null);
        }
        return Integer.parseInt(text, start, at, 10);
    }

    /// Digits after the point, as nanoseconds.
    private int fraction(int digits) {
        int start = at;
        int value = number(digits);
        for (int i = at - start; i < 9; i++) {
            value *= 10;
        }
        return value;
    }

    private void monthName() {
        for (Month candidate : Month.values()) {
            if (takes(candidate.name())) {
                month = candidate.getValue();
                return;
            }
        }
        throw wrong(null);
    }

    private void dayName() {
        for (DayOfWeek candidate : DayOfWeek.values()) {
            if (takes(candidate.name())) {
                return;
            }
        }
        throw wrong(null);
    }

    /// A name in full or its first letters.
    private boolean takes(String name) {
        if (text.regionMatches(true, at, name, 0, name.length())) {
            at += name.length();
            return true;
        }
        if (text.regionMatches(true, at, name, 0, LETTERS)) {
            at += LETTERS;
            return true;
        }
        return false;
    }

    private void half() {
        String rest = text.substring(at).toUpperCase(Locale.ROOT);
        boolean dotted = rest.startsWith("A.M.") || rest.startsWith("P.M.");
        if (!dotted && !rest.startsWith("AM") && !rest.startsWith("PM")) {
            throw wrong(null);
        }
        afternoon = rest.startsWith("P");
        ofTwelve = true;
        at += dotted ? 4 : 2;
    }
}
