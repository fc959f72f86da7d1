package io.colonnade.exec.expression.call.row;

/// FORMAT: `%[position$][-][width]type` with the types s, I and L; `%%` is a percent sign.
final class Formatting {
    private final RowArguments in;
    private final String pattern;
    private final StringBuilder text = new StringBuilder();
    private int at;
    private int next = 1;

    private Formatting(RowArguments in) {
        this.in = in;
        this.pattern = in.text(0);
    }

    static void compute(RowArguments in, RowResult out) {
        if (in.isNull(0)) {
            out.setNull();
        } else {
            out.text(new Formatting(in).run());
        }
    }

    private String run() {
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            if (c != '%') {
                text.append(c);
            } else if (at < pattern.length() && pattern.charAt(at) == '%') {
                text.append('%');
                at++;
            } else {
                specifier();
            }
        }
        return text.toString();
    }

    private void specifier() {
        int start = at;
        int number = number();
        if (number >= 0 && at < pattern.length() && pattern.charAt(at) == '$') {
            if (number == 0) {
                throw TextKernels.invalid("FORMAT counts its values from 1");
            }
            at++;
            next = number;
        } else {
            at = start;
        }
        boolean left = at < pattern.length() && pattern.charAt(at) == '-';
        at += left ? 1 : 0;
        int width = Math.max(0, number());
        char type = at < pattern.length() ? pattern.charAt(at++) : '\0';
        int index = next++;
        if ("sIL".indexOf(type) < 0) {
            throw TextKernels.invalid("FORMAT knows %s, %I, %L and %%, not \"%" + pattern.substring(start, at) + '"');
        }
        if (index >= in.count()) {
            throw TextKernels.invalid("FORMAT has too few values for \"" + pattern + '"');
        }
        String value = value(type, index);
        text.append(Words.count(value) < width ? Words.pad(value, width, " ", !left) : value);
    }

    private String value(char type, int index) {
        boolean isNull = in.isNull(index);
        return switch (type) {
            case 'I' -> {
                if (isNull) {
                    throw TextKernels.invalid("FORMAT writes no identifier for NULL");
                }
                yield Quoting.identifier(in.text(index));
            }
            case 'L' -> isNull ? "NULL" : Quoting.literal(in.text(index));
            default -> isNull ? "" : in.text(index);
        };
    }

    /// Digits from here on; -1 if there are none.
    private int number() {
        int start = at;
        while (at < pattern.length() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '9' && at - start < 6) {
            at++;
        }
        return at == start ? -1 : Integer.parseInt(pattern, start, at, 10);
    }
}
