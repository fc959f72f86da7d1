package io.colonnade.core.function;

import static io.colonnade.core.function.FunctionGroup.TEXT;

import io.colonnade.core.expression.Function;
import io.colonnade.core.function.ScalarFunction.Builder;
import java.util.List;

/// Functions of text. Lengths and positions count characters (code points), from 1.
final class TextFunctions {
    static final List<ScalarFunction> ALL = List.of(
            text("lower", "lcase")
                    .is(Function.LOWER, "s text -> text")
                    .example("lower('ÀB')", "àb")
                    .say("lower case (Unicode, no locale)"),
            text("upper", "ucase")
                    .is(Function.UPPER, "s text -> text")
                    .example("upper('straße')", "STRASSE")
                    .say("upper case (Unicode, no locale)"),
            text("initcap")
                    .is(Function.INITCAP, "s text -> text")
                    .example("initcap('hELLO big-world')", "Hello Big-World")
                    .say("each word with a capital; a word is letters and digits"),
            text("length", "char_length", "character_length", "len")
                    .is(Function.CHAR_LENGTH, "s text -> integer")
                    .example("length('naïve')", "5")
                    .say("characters"),
            text("octet_length", "strlen")
                    .is(Function.OCTET_LENGTH, "s text -> integer")
                    .example("octet_length('naïve')", "6")
                    .say("bytes of UTF-8"),
            text("bit_length")
                    .is(Function.BIT_LENGTH, "s text -> integer")
                    .example("bit_length('abc')", "24")
                    .say("bits of UTF-8"),
            text("substring", "substr")
                    .is(Function.SUBSTRING, "s text, start integer, count? integer -> text")
                    .written("`substring(s, start [, count])`, `substring(s FROM start FOR count)`")
                    .example("substring('columnar', 4, 3)", "umn")
                    .example("substring('abc' FROM 0 FOR 2)", "a")
                    .say("characters from a position on; a negative count is an error (22023)"),
            text("left")
                    .is(Function.LEFT, "s text, n integer -> text")
                    .example("left('columnar', 3)", "col")
                    .example("left('columnar', -3)", "colum")
                    .say("the first n characters; all but the last -n if n is negative"),
            text("right")
                    .is(Function.RIGHT, "s text, n integer -> text")
                    .example("right('columnar', 3)", "nar")
                    .example("right('columnar', -3)", "umnar")
                    .say("the last n characters; all but the first -n if n is negative"),
            text("lpad")
                    .is(Function.LPAD, "s text, n integer, fill? text -> text")
                    .example("lpad('7', 3, '0')", "007")
                    .example("lpad('columnar', 3)", "col")
                    .say("filled up at its start (with blanks) or cut at its end to n characters"),
            text("rpad")
                    .is(Function.RPAD, "s text, n integer, fill? text -> text")
                    .example("rpad('ab', 5, 'xy')", "abxyx")
                    .say("filled up (with blanks) or cut at its end to n characters"),
            text("repeat")
                    .is(Function.REPEAT, "s text, n integer -> text")
                    .example("repeat('ab', 3)", "ababab")
                    .say("n times the text; empty if n is not positive"),
            text("reverse")
                    .is(Function.REVERSE, "s text -> text")
                    .example("reverse('añb')", "bña")
                    .say("backwards"),
            text("trim", "btrim")
                    .is(Function.TRIM, "s text -> text")
                    .is(Function.TRIM_OF, "s text, characters text -> text")
                    .written("`trim([BOTH \\| LEADING \\| TRAILING] [characters] FROM s)`, `trim(s [, characters])`")
                    .example("trim('  a b ')", "a b")
                    .example("trim(BOTH 'xy' FROM 'xyaxby')", "axb")
                    .example("trim('xyaxby', 'xy')", "axb")
                    .say("without blanks, or the given characters, at both ends"),
            text("ltrim")
                    .is(Function.LTRIM, "s text -> text")
                    .is(Function.LTRIM_OF, "s text, characters text -> text")
                    .example("ltrim('xxyab', 'xy')", "ab")
                    .say("without blanks, or the given characters, at its start"),
            text("rtrim")
                    .is(Function.RTRIM, "s text -> text")
                    .is(Function.RTRIM_OF, "s text, characters text -> text")
                    .example("rtrim('abxyx', 'xy')", "ab")
                    .say("without blanks, or the given characters, at its end"),
            text("concat")
                    .is(Function.CONCAT_ALL, "values... written -> text")
                    .nulls(NullRule.NEVER)
                    .example("concat('a', NULL, 1, TRUE)", "a1true")
                    .say("the texts of all values, NULLs left out"),
            text("concat_ws")
                    .is(Function.CONCAT_WS, "separator text, values... written -> text")
                    .nulls(NullRule.TOLERANT)
                    .example("concat_ws('-', 2024, NULL, 'q1')", "2024-q1")
                    .say(
                            "the texts of all values that are not NULL with a separator between them; NULL if that is NULL"),
            text("split_part")
                    .is(Function.SPLIT_PART, "s text, separator text, n integer -> text")
                    .example("split_part('a,b,c', ',', 2)", "b")
                    .example("split_part('a,b,c', ',', -1)", "c")
                    .say(
                            "part n of a text cut at each separator, from the end if n is negative; empty if there is none"),
            text("translate")
                    .is(Function.TRANSLATE, "s text, sought text, replacements text -> text")
                    .example("translate('12345', '143', 'ax')", "a2x5")
                    .say("each character that is sought replaced by the one at its place, or left out"),
            text("replace")
                    .is(Function.REPLACE, "s text, sought text, replacement text -> text")
                    .example("replace('abcabc', 'b', '--')", "a--ca--c")
                    .say("with every occurrence replaced"),
            text("overlay")
                    .is(Function.OVERLAY, "s text, replacement text, start integer, count? integer -> text")
                    .written(
                            "`overlay(s PLACING replacement FROM start [FOR count])`, `overlay(s, replacement, start [, count])`")
                    .example("overlay('cxxxar' PLACING 'olumn' FROM 2 FOR 3)", "columnar")
                    .example("overlay('abc', 'X', 2)", "aXc")
                    .say("the characters from start on replaced, as many as the replacement has or as given"),
            text("position", "locate")
                    .is(Function.POSITION, "part text, s text -> integer")
                    .written("`position(part IN s)`")
                    .example("position('um' IN 'columnar')", "4")
                    .say("where a part begins first; 0 if it is not there"),
            text("strpos", "instr")
                    .rewritten("s text, part text -> integer")
                    .example("strpos('columnar', 'um')", "4")
                    .say("where a part begins first; 0 if it is not there"),
            text("starts_with", "prefix")
                    .is(Function.STARTS_WITH, "s text, part text -> boolean")
                    .example("starts_with('columnar', 'col')", "true")
                    .say("whether it begins with a part"),
            text("ends_with", "suffix")
                    .is(Function.ENDS_WITH, "s text, part text -> boolean")
                    .example("ends_with('columnar', 'nar')", "true")
                    .say("whether it ends with a part"),
            text("contains")
                    .is(Function.CONTAINS, "s text, part text -> boolean")
                    .example("contains('columnar', 'xyz')", "false")
                    .say("whether a part is in it"),
            text("ascii")
                    .is(Function.ASCII, "s text -> integer")
                    .example("ascii('é')", "233")
                    .say("code point of the first character; 0 of the empty text"),
            text("chr")
                    .is(Function.CHR, "n integer -> text")
                    .example("chr(233)", "é")
                    .say("the character with a code point, which is not 0"),
            text("format")
                    .is(Function.FORMAT, "pattern text, values... written -> text")
                    .nulls(NullRule.TOLERANT)
                    .example("format('%s: %2$L, %I', 'a', 'it''s', 'B c')", "a: 'it''s', \"B c\"")
                    .say(
                            "`%s` text, `%I` identifier, `%L` literal, `%%`; `%2$s` takes the second value, `%-5s` and `%5s` fill up"),
            text("quote_literal", "quote")
                    .is(Function.QUOTE_LITERAL, "s text -> text")
                    .example("quote_literal('it''s')", "'it''s'")
                    .say("as a literal of SQL"),
            text("quote_ident")
                    .is(Function.QUOTE_IDENT, "s text -> text")
                    .example("quote_ident('Two words')", "\"Two words\"")
                    .say("as an identifier of SQL, quoted if it has to be"),
            text("to_hex")
                    .is(Function.TO_HEX, "n bigint -> text")
                    .example("to_hex(255)", "ff")
                    .say("hexadecimal digits; of a negative number those of its 64 bits"),
            text("levenshtein")
                    .is(Function.LEVENSHTEIN, "s text, t text -> integer")
                    .example("levenshtein('kitten', 'sitting')", "3")
                    .say("insertions, deletions and replacements of characters from one to the other"));

    private TextFunctions() {}

    private static Builder text(String name, String... aliases) {
        return ScalarFunction.named(TEXT, name, aliases);
    }
}
