package io.colonnade.core.function;

import static io.colonnade.core.function.FunctionGroup.PATTERN;

import io.colonnade.core.expression.Function;
import io.colonnade.core.function.ScalarFunction.Builder;
import java.util.List;

/// Functions of regular expressions. They take time in proportion to the text, whatever the pattern.
final class PatternFunctions {
    static final List<ScalarFunction> ALL = List.of(
            pattern("regexp_like", "regexp_matches")
                    .is(Function.REGEXP_LIKE, "s text, pattern text, flags? text -> boolean")
                    .written("`regexp_like(s, pattern [, flags])`, `s ~ pattern`, `s ~* pattern`, `!~`, `!~*`")
                    .example("regexp_like('columnar', 'l.m')", "true")
                    .example("'Columnar' ~* '^COL'", "true")
                    .example("'columnar' !~ 'm$'", "true")
                    .say("whether a part of the text matches; `*` ignores case, `!` negates"),
            pattern("regexp_full_match")
                    .is(Function.REGEXP_FULL_MATCH, "s text, pattern text, flags? text -> boolean")
                    .example("regexp_full_match('columnar', 'col')", "false")
                    .say("whether the whole text matches"),
            pattern("regexp_replace")
                    .is(Function.REGEXP_REPLACE, "s text, pattern text, replacement text, flags? text -> text")
                    .example("regexp_replace('2024-02-29', '(\\d+)-(\\d+)-(\\d+)', '\\3.\\2.\\1')", "29.02.2024")
                    .example("regexp_replace('banana', 'a', '<\\&>', 'g')", "b<a>n<a>n<a>")
                    .say("the first match, or all with flag g, replaced; \\1 to \\9 are groups, \\& the match"),
            pattern("regexp_substr")
                    .is(
                            Function.REGEXP_SUBSTR,
                            "s text, pattern text, start? integer, n? integer, flags? text, group? integer -> text")
                    .nulls(NullRule.PARTIAL)
                    .example("regexp_substr('a1 b22 c333', '\\d+', 1, 2)", "22")
                    .say("match n from a character on, or a group of it; NULL if there is none"),
            pattern("regexp_extract")
                    .is(Function.REGEXP_EXTRACT, "s text, pattern text, group? integer, flags? text -> text")
                    .example("regexp_extract('key=value', '(\\w+)=(\\w+)', 2)", "value")
                    .say("the first match, or a group of it; empty if there is none"),
            pattern("regexp_count")
                    .is(Function.REGEXP_COUNT, "s text, pattern text, start? integer, flags? text -> integer")
                    .example("regexp_count('banana', 'an')", "2")
                    .say("how many matches there are from a character on"),
            pattern("regexp_instr")
                    .is(Function.REGEXP_INSTR, "s text, pattern text, start? integer, n? integer -> integer")
                    .example("regexp_instr('banana', 'an', 1, 2)", "4")
                    .say("where match n from a character on begins; 0 if there is none"),
            pattern("similar_to")
                    .is(Function.SIMILAR_TO, "s text, pattern text, escape? text -> boolean")
                    .written("`s [NOT] SIMILAR TO pattern [ESCAPE escape]`")
                    .example("'columnar' SIMILAR TO '%(um|om)_ar'", "true")
                    .say(
                            "whether the whole text matches a pattern of the standard: `%`, `_`, `\\|`, `*`, `+`, `?`, `{n,m}`, `()`, `[]`"));

    private PatternFunctions() {}

    private static Builder pattern(String name, String... aliases) {
        return ScalarFunction.named(PATTERN, name, aliases);
    }
}
