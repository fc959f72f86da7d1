package io.colonnade.exec.expression.call.row;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.Function;
import java.nio.charset.StandardCharsets;

/// Functions of text.
final class TextKernels {
    private TextKernels() {}

    static void register(RowCalls.Table table) {
        lengths(table);
        parts(table);
        made(table);
        table.strict(Function.STARTS_WITH, (in, out) -> out.flag(in.text(0).startsWith(in.text(1))));
        table.strict(Function.ENDS_WITH, (in, out) -> out.flag(in.text(0).endsWith(in.text(1))));
        table.strict(Function.CONTAINS, (in, out) -> out.flag(in.text(0).contains(in.text(1))));
        table.strict(Function.LEVENSHTEIN, (in, out) -> out.integer(Words.levenshtein(in.text(0), in.text(1))));
        table.strict(Function.QUOTE_LITERAL, (in, out) -> out.text(Quoting.literal(in.text(0))));
        table.strict(Function.QUOTE_IDENT, (in, out) -> out.text(Quoting.identifier(in.text(0))));
        table.tolerant(Function.FORMAT, Formatting::compute);
    }

    private static void lengths(RowCalls.Table table) {
        table.strict(Function.OCTET_LENGTH, (in, out) -> out.integer(bytes(in.text(0))));
        table.strict(Function.BIT_LENGTH, (in, out) -> out.integer(bytes(in.text(0)) * 8));
        table.strict(Function.ASCII, (in, out) -> {
            String text = in.text(0);
            out.integer(text.isEmpty() ? 0 : text.codePointAt(0));
        });
        table.strict(Function.CHR, (in, out) -> out.text(character(in.integer(0))));
        table.strict(Function.TO_HEX, (in, out) -> out.text(Long.toHexString(in.integer(0))));
    }

    private static void parts(RowCalls.Table table) {
        table.strict(Function.LEFT, (in, out) -> out.text(Words.left(in.text(0), in.integer(1))));
        table.strict(Function.RIGHT, (in, out) -> out.text(Words.right(in.text(0), in.integer(1))));
        table.strict(Function.SPLIT_PART, (in, out) -> {
            if (in.integer(2) == 0) {
                throw invalid("SPLIT_PART counts parts from 1, or from -1 at the end");
            }
            out.text(Words.part(in.text(0), in.text(1), in.integer(2)));
        });
        table.strict(Function.TRIM_OF, (in, out) -> out.text(Words.trim(in.text(0), in.text(1), true, true)));
        table.strict(Function.LTRIM_OF, (in, out) -> out.text(Words.trim(in.text(0), in.text(1), true, false)));
        table.strict(Function.RTRIM_OF, (in, out) -> out.text(Words.trim(in.text(0), in.text(1), false, true)));
    }

    private static void made(RowCalls.Table table) {
        table.strict(Function.LPAD, (in, out) -> out.text(Words.pad(in.text(0), in.integer(1), fill(in), true)));
        table.strict(Function.RPAD, (in, out) -> out.text(Words.pad(in.text(0), in.integer(1), fill(in), false)));
        table.strict(Function.REPEAT, (in, out) -> out.text(Words.repeat(in.text(0), in.integer(1))));
        table.strict(
                Function.REVERSE,
                (in, out) -> out.text(new StringBuilder(in.text(0)).reverse().toString()));
        table.strict(Function.INITCAP, (in, out) -> out.text(Words.capitals(in.text(0))));
        table.strict(Function.TRANSLATE, (in, out) -> out.text(Words.translate(in.text(0), in.text(1), in.text(2))));
        table.strict(Function.OVERLAY, (in, out) -> {
            String by = in.text(1);
            long count = in.count() > 3 ? in.integer(3) : by.codePointCount(0, by.length());
            if (in.integer(2) < 1) {
                throw invalid("OVERLAY from position " + in.integer(2) + ", positions begin with 1");
            }
            out.text(Words.overlay(in.text(0), by, in.integer(2), count));
        });
        table.tolerant(Function.CONCAT_ALL, (in, out) -> out.text(joined(in, 0, "")));
        table.tolerant(Function.CONCAT_WS, (in, out) -> {
            if (in.isNull(0)) {
                out.setNull();
            } else {
                out.text(joined(in, 1, in.text(0)));
            }
        });
    }

    private static String joined(RowArguments in, int from, String separator) {
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (int i = from; i < in.count(); i++) {
            if (!in.isNull(i)) {
                text.append(first ? "" : separator).append(in.text(i));
                first = false;
            }
        }
        return text.toString();
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String fill(RowArguments in) {
        return in.count() > 2 ? in.text(2) : " ";
    }

    private static String character(long point) {
        boolean isOne = point > 0
                && point <= Character.MAX_CODE_POINT
                && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
        if (!isOne) {
            throw invalid("no character has the code point " + point);
        }
        return Character.toString((int) point);
    }

    static EngineException invalid(String message) {
        return new EngineException(ErrorCode.INVALID_PARAMETER, message);
    }
}
