package io.colonnade.exec.expression.call.row;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.exec.expression.call.row.NumberPattern.Piece;
import java.math.BigDecimal;

/// Reads a text by a pattern of numbers: TO_NUMBER.
final class NumberReader {
    private final String text;
    private final StringBuilder digits = new StringBuilder();
    private int at;
    private boolean negative;
    private boolean hasPoint;

    private NumberReader(String text) {
        this.text = text;
    }

    static BigDecimal read(String text, NumberPattern pattern) {
        if (pattern.isScientific()) {
            throw EngineException.notSupported("EEEE in a pattern of TO_NUMBER");
        }
        NumberReader reader = new NumberReader(text);
        pattern.pieces().forEach(reader::take);
        reader.sign();
        if (reader.digits.chars().noneMatch(c -> c >= '0' && c <= '9')) {
            throw new EngineException(ErrorCode.INVALID_TEXT, "\"" + text + "\" is no number of that pattern");
        }
        BigDecimal value =
                new BigDecimal(reader.digits.charAt(0) == '.' ? "0" + reader.digits : reader.digits.toString());
        return reader.negative ? value.negate() : value;
    }

    private boolean isAt(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private void sign() {
        while (isAt(' ')) {
            at++;
        }
        if (isAt('-') || isAt('<')) {
            negative = true;
            at++;
        } else if (isAt('+') || isAt('>')) {
            at++;
        }
    }

    private void take(Piece piece) {
        switch (piece.kind()) {
            case NINE, ZERO -> {
                if (digits.isEmpty()) {
                    sign();
                }
                if (at < text.length() && Character.isDigit(text.charAt(at))) {
                    digits.append(Character.digit(text.charAt(at), 10));
                    at++;
                } else if (isAt('.') && !hasPoint) {
                    // The number has fewer digits before its point than the pattern; this place is one of them.
                    return;
                }
            }
            case POINT -> {
                if (isAt('.') && !hasPoint) {
                    hasPoint = true;
                    digits.append('.');
                    at++;
                }
            }
            case GROUP -> {
                if (isAt(',')) {
                    at++;
                }
            }
            case SIGN, MINUS, PLUS, SIGN_ALWAYS, BRACKETS -> sign();
            case TEXT -> at = Math.min(text.length(), at + piece.text().length());
        }
    }
}
