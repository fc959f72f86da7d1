package io.colonnade.exec.expression.call.row;

import io.colonnade.core.error.EngineException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A pattern of TO_CHAR and TO_NUMBER for numbers, read once.
///
/// ```text
/// FM999,990.00      pieces: 9 9 9 , 9 9 0 . 0 0, bare (no filling)
/// whole digits      those before the point; `firstZero` is the first 0 among them
/// ```
///
/// *Errors*: INVALID_PARAMETER for a pattern that makes no sense, NOT_SUPPORTED for parts of PostgreSQL's that are
/// absent.
final class NumberPattern {
    /// What a piece is.
    enum Kind {
        NINE,
        ZERO,
        POINT,
        GROUP,
        SIGN,
        MINUS,
        PLUS,
        SIGN_ALWAYS,
        BRACKETS,
        TEXT
    }

    /// `text` is what a TEXT writes.
    record Piece(Kind kind, String text) {}

    private static final List<String> ABSENT = List.of("EEEE", "RN", "TH", "V", "L", "B", "C");

    private final List<Piece> pieces = new ArrayList<>();
    private final boolean isBare;
    private final boolean isScientific;
    private int whole;
    private int fraction;
    /// The place of the first 0 before the point; none if it is negative.
    private int firstZero = -1;
    /// The place of the last 0 behind the point, from 1; 0 if there is none.
    private int lastZero;
    private boolean hasPoint;
    private boolean hasSign;

    private NumberPattern(String pattern) {
        String upper = pattern.toUpperCase(Locale.ROOT);
        isBare = upper.contains("FM");
        isScientific = upper.endsWith("EEEE");
        int end = isScientific ? pattern.length() - 4 : pattern.length();
        int at = 0;
        while (at < end) {
            at = read(pattern, upper, at, end);
        }
        if (whole + fraction == 0) {
            throw TextKernels.invalid("the pattern \"" + pattern + "\" has no digits");
        }
        boolean plain = pieces.stream()
                .allMatch(
                        piece -> piece.kind() == Kind.NINE || piece.kind() == Kind.ZERO || piece.kind() == Kind.POINT);
        if (isScientific && !plain) {
            throw TextKernels.invalid("EEEE goes with digits and a point only: \"" + pattern + "\"");
        }
    }

    static NumberPattern of(String pattern) {
        return new NumberPattern(pattern);
    }

    List<Piece> pieces() {
        return pieces;
    }

    boolean isScientific() {
        return isScientific;
    }

    private int read(String pattern, String upper, int at, int end) {
        char c = upper.charAt(at);
        if (c == '"') {
            int close = pattern.indexOf('"', at + 1);
            int stop = close < 0 ? end : close;
            pieces.add(new Piece(Kind.TEXT, pattern.substring(at + 1, stop)));
            return stop + 1;
        }
        if (upper.startsWith("FM", at)) {
            return at + 2;
        }
        for (String two : List.of("MI", "PL", "SG", "PR")) {
            if (upper.startsWith(two, at)) {
                sign(
                        pattern,
                        two.equals("MI")
                                ? Kind.MINUS
                                : two.equals("PL") ? Kind.PLUS : two.equals("SG") ? Kind.SIGN_ALWAYS : Kind.BRACKETS);
                return at + 2;
            }
        }
        ABSENT.stream().filter(word -> upper.startsWith(word, at)).findFirst().ifPresent(word -> {
            throw EngineException.notSupported(word + " in a pattern of numbers");
        });
        switch (c) {
            case '9' -> digit(Kind.NINE);
            case '0' -> digit(Kind.ZERO);
            case '.', 'D' -> {
                if (hasPoint) {
                    throw TextKernels.invalid("two decimal points in the pattern \"" + pattern + "\"");
                }
                hasPoint = true;
                pieces.add(new Piece(Kind.POINT, "."));
            }
            case ',', 'G' -> pieces.add(new Piece(Kind.GROUP, ","));
            case 'S' -> sign(pattern, Kind.SIGN);
            default -> pieces.add(new Piece(Kind.TEXT, pattern.substring(at, at + 1)));
        }
        return at + 1;
    }

    private void sign(String pattern, Kind kind) {
        if (hasSign) {
            throw TextKernels.invalid("two signs in the pattern \"" + pattern + "\"");
        }
        hasSign = true;
        pieces.add(new Piece(kind, ""));
    }

    private void digit(Kind kind) {
        pieces.add(new Piece(kind, ""));
        if (hasPoint) {
            fraction++;
            lastZero = kind == Kind.ZERO ? fraction : lastZero;
        } else {
            firstZero = kind == Kind.ZERO && firstZero < 0 ? whole : firstZero;
            whole++;
        }
    }

    /// A finite number, rounded in the given way to the digits of the pattern.
    String format(BigDecimal value, RoundingMode mode) {
        if (isScientific) {
            return scientific(value, mode);
        }
        BigDecimal rounded = value.setScale(fraction, mode);
        String digits = rounded.abs().unscaledValue().toString();
        digits = "0".repeat(Math.max(0, fraction + 1 - digits.length())) + digits;
        String integer = digits.substring(0, digits.length() - fraction);
        if (integer.length() > whole && !(whole == 0 && integer.equals("0"))) {
            return new Writing(rounded.signum() < 0, "#".repeat(whole), "#".repeat(fraction)).text();
        }
        return new Writing(rounded.signum() < 0, integer, digits.substring(digits.length() - fraction)).text();
    }

    /// What is no number has no digits.
    String undefined() {
        return isScientific
                ? " " + "#".repeat(whole + fraction + 4)
                : new Writing(false, "#".repeat(whole), "#".repeat(fraction)).text();
    }

    private String scientific(BigDecimal value, RoundingMode mode) {
        BigDecimal rounded =
                value.signum() == 0 ? BigDecimal.ZERO : value.round(new java.math.MathContext(fraction + 1, mode));
        int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        String mantissa =
                rounded.abs().movePointLeft(exponent).setScale(fraction, mode).toPlainString();
        String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : String.valueOf(Math.abs(exponent));
        return (rounded.signum() < 0 ? "-" : " ") + mantissa + "e" + (exponent < 0 ? "-" : "+") + power;
    }

    /// One number on its way through the pieces.
    private final class Writing {
        private final boolean negative;
        private final String integer;
        private final String decimals;
        /// How many of the decimals are written.
        private final int kept;
        private final boolean hidesZero;
        private final StringBuilder out = new StringBuilder();
        private boolean signed;
        private boolean inNumber;

        Writing(boolean negative, String integer, String decimals) {
            this.negative = negative;
            this.integer = integer;
            this.decimals = decimals;
            int relevant = decimals.length();
            while (isBare && relevant > lastZero && decimals.charAt(relevant - 1) == '0') {
                relevant--;
            }
            this.kept = relevant;
            this.hidesZero = integer.equals("0") && firstZero < 0 && fraction > 0 && !(isBare && relevant == 0);
            this.signed = isBare && !negative && !writesPlus();
        }

        private boolean writesPlus() {
            return pieces.stream().anyMatch(piece -> piece.kind() == Kind.SIGN);
        }

        String text() {
            boolean ownSign =
                    pieces.stream().anyMatch(piece -> piece.kind() == Kind.MINUS || piece.kind() == Kind.SIGN_ALWAYS);
            boolean plusSign = pieces.stream().anyMatch(piece -> piece.kind() == Kind.PLUS);
            boolean brackets = pieces.stream().anyMatch(piece -> piece.kind() == Kind.BRACKETS);
            boolean trailing = signIsBehind();
            signed |= ownSign || plusSign && !negative || trailing;
            int place = 0;
            int decimal = 0;
            boolean behind = false;
            int digitsLeft = whole + fraction;
            for (Piece piece : pieces) {
                switch (piece.kind()) {
                    case NINE, ZERO -> {
                        if (behind) {
                            decimal(decimal++);
                        } else {
                            whole(place++, brackets);
                        }
                        digitsLeft--;
                        if (digitsLeft == 0) {
                            end(brackets, trailing);
                        }
                    }
                    case POINT -> {
                        behind = true;
                        sign(brackets);
                        out.append('.');
                        inNumber = true;
                    }
                    case GROUP -> {
                        if (inNumber) {
                            out.append(',');
                        } else if (!isBare) {
                            out.append(' ');
                        }
                    }
                    case MINUS -> bareOr(negative ? "-" : " ");
                    case PLUS -> bareOr(negative ? " " : "+");
                    case SIGN_ALWAYS -> out.append(negative ? '-' : '+');
                    case TEXT -> out.append(piece.text());
                    case SIGN, BRACKETS -> {}
                }
            }
            return out.toString();
        }

        private void bareOr(String text) {
            if (!isBare || !text.isBlank()) {
                out.append(text);
            }
        }

        /// Behind the number if the pattern has it behind all digits before the point.
        private boolean signIsBehind() {
            int seen = 0;
            for (Piece piece : pieces) {
                if (piece.kind() == Kind.SIGN) {
                    return seen >= whole;
                }
                seen += piece.kind() == Kind.NINE || piece.kind() == Kind.ZERO ? 1 : 0;
            }
            return false;
        }

        private void whole(int place, boolean brackets) {
            int blanks = whole - integer.length();
            boolean isZero = place < blanks && firstZero >= 0 && place >= firstZero;
            if (place < blanks && !isZero || hidesZero && place >= blanks) {
                if (!isBare) {
                    out.append(' ');
                }
                return;
            }
            sign(brackets);
            out.append(isZero ? '0' : integer.charAt(place - blanks));
            inNumber = true;
        }

        private void decimal(int index) {
            if (index < kept) {
                sign(false);
                out.append(decimals.charAt(index));
                inNumber = true;
            }
        }

        /// Right before the first digit, or the point.
        private void sign(boolean brackets) {
            if (signed) {
                return;
            }
            signed = true;
            if (brackets) {
                out.append(negative ? '<' : ' ');
            } else if (writesPlus()) {
                out.append(negative ? '-' : '+');
            } else if (negative) {
                out.append('-');
            } else {
                out.append(' ');
            }
        }

        private void end(boolean brackets, boolean trailing) {
            if (brackets && (negative || !isBare)) {
                out.append(negative ? '>' : ' ');
            } else if (trailing) {
                out.append(negative ? '-' : '+');
            }
        }
    }
}
