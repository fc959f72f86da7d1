package io.colonnade.exec.expression.call.row;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.colonnade.core.expression.Function;
import org.jspecify.annotations.Nullable;

/// Functions of regular expressions.
final class PatternKernels {
    private PatternKernels() {}

    static void register(RowCalls.Table table) {
        table.remembering(Function.LIKE_PATTERN, () -> {
            PatternCache patterns = new PatternCache();
            return (in, out) ->
                    out.flag(patterns.get(PatternText.like(in.text(1), in.count() > 2 ? in.text(2) : ""), "")
                            .matches(in.text(0)));
        });
        table.remembering(Function.SIMILAR_TO, () -> {
            PatternCache patterns = new PatternCache();
            return (in, out) ->
                    out.flag(patterns.get(PatternText.similar(in.text(1), in.count() > 2 ? in.text(2) : "\\"), "")
                            .matches(in.text(0)));
        });
        table.remembering(Function.REGEXP_LIKE, () -> {
            PatternCache patterns = new PatternCache();
            return (in, out) -> out.flag(
                    patterns.get(in.text(1), flags(in, 2)).matcher(in.text(0)).find());
        });
        table.remembering(Function.REGEXP_FULL_MATCH, () -> {
            PatternCache patterns = new PatternCache();
            return (in, out) -> out.flag(patterns.get(in.text(1), flags(in, 2)).matches(in.text(0)));
        });
        table.remembering(Function.REGEXP_REPLACE, () -> {
            PatternCache patterns = new PatternCache();
            return (in, out) -> out.text(replaced(
                    patterns.get(in.text(1), flags(in, 3)),
                    in.text(0),
                    in.text(2),
                    flags(in, 3).indexOf('g') >= 0));
        });
        searches(table);
    }

    private static void searches(RowCalls.Table table) {
        table.remembering(Function.REGEXP_SUBSTR, () -> {
            PatternCache patterns = new PatternCache();
            return (in, out) -> {
                Matcher match = patterns.get(in.text(1), flags(in, 4)).matcher(in.text(0));
                String found = find(match, in, number(in, 2, 1), number(in, 3, 1)) ? group(match, in, 5) : null;
                if (found == null) {
                    out.setNull();
                } else {
                    out.text(found);
                }
            };
        });
        table.remembering(Function.REGEXP_EXTRACT, () -> {
            PatternCache patterns = new PatternCache();
            return (in, out) -> {
                Matcher match = patterns.get(in.text(1), flags(in, 3)).matcher(in.text(0));
                String found = match.find() ? group(match, in, 2) : null;
                out.text(found == null ? "" : found);
            };
        });
        table.remembering(Function.REGEXP_COUNT, () -> {
            PatternCache patterns = new PatternCache();
            return (in, out) -> {
                Matcher match = patterns.get(in.text(1), flags(in, 3)).matcher(in.text(0));
                int count = 0;
                for (boolean more = match.find(start(in, number(in, 2, 1))); more; more = match.find()) {
                    count++;
                }
                out.integer(count);
            };
        });
        table.remembering(Function.REGEXP_INSTR, () -> {
            PatternCache patterns = new PatternCache();
            return (in, out) -> {
                String text = in.text(0);
                Matcher match = patterns.get(in.text(1), "").matcher(text);
                boolean found = find(match, in, number(in, 2, 1), number(in, 3, 1));
                out.integer(found ? text.codePointCount(0, match.start()) + 1 : 0);
            };
        });
    }

    private static String flags(RowArguments in, int index) {
        return in.count() > index ? in.text(index) : "";
    }

    private static long number(RowArguments in, int index, long otherwise) {
        return in.count() > index ? in.integer(index) : otherwise;
    }

    /// Where the search begins, in code units.
    private static int start(RowArguments in, long character) {
        if (character < 1) {
            throw TextKernels.invalid("a search begins at character 1 or later, not at " + character);
        }
        String text = in.text(0);
        return text.offsetByCodePoints(0, (int) Math.min(character - 1, Words.count(text)));
    }

    private static boolean find(Matcher match, RowArguments in, long character, long n) {
        if (n < 1) {
            throw TextKernels.invalid("matches are counted from 1, there is no match " + n);
        }
        boolean found = match.find(start(in, character));
        for (long i = 1; found && i < n; i++) {
            found = match.find();
        }
        return found;
    }

    private static @Nullable String group(Matcher match, RowArguments in, int index) {
        long group = number(in, index, 0);
        if (group < 0) {
            throw TextKernels.invalid("there is no group " + group);
        }
        return group > match.groupCount() ? null : match.group((int) group);
    }

    private static String replaced(Pattern pattern, String text, String replacement, boolean all) {
        Matcher match = pattern.matcher(text);
        StringBuilder result = new StringBuilder();
        int from = 0;
        while (match.find()) {
            result.append(text, from, match.start());
            PatternText.expand(replacement, match, result);
            from = match.end();
            if (!all) {
                break;
            }
        }
        return result.append(text, from, text.length()).toString();
    }
}
