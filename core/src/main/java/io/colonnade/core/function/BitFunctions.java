package io.colonnade.core.function;

import static io.colonnade.core.function.FunctionGroup.BITS;

import io.colonnade.core.expression.Function;
import io.colonnade.core.function.ScalarFunction.Builder;
import java.util.List;

/// Functions of the 64 bits of integers.
final class BitFunctions {
    static final List<ScalarFunction> ALL = List.of(
            bits("bitand")
                    .is(Function.BITAND, "x bigint, y bigint -> bigint")
                    .written("`x & y`, `bitand(x, y)`")
                    .example("91 & 15", "11")
                    .say("bits that both have"),
            bits("bitor")
                    .is(Function.BITOR, "x bigint, y bigint -> bigint")
                    .written("`x \\| y`, `bitor(x, y)`")
                    .example("32 | 3", "35")
                    .say("bits that either has"),
            bits("bitxor", "xor")
                    .is(Function.BITXOR, "x bigint, y bigint -> bigint")
                    .written("`x # y`, `bitxor(x, y)`")
                    .example("17 # 5", "20")
                    .say("bits that one of them has"),
            bits("bitnot")
                    .is(Function.BITNOT, "x bigint -> bigint")
                    .written("`~x`, `bitnot(x)`")
                    .example("~1", "-2")
                    .say("all bits inverted"),
            bits("shift_left")
                    .is(Function.SHIFT_LEFT, "x bigint, n integer -> bigint")
                    .written("`x << n`")
                    .example("1 << 4", "16")
                    .say("bits moved up by 0 to 63 places; those that leave are lost"),
            bits("shift_right")
                    .is(Function.SHIFT_RIGHT, "x bigint, n integer -> bigint")
                    .written("`x >> n`")
                    .example("-8 >> 2", "-2")
                    .say("bits moved down by 0 to 63 places, the sign is kept"),
            bits("bit_count")
                    .is(Function.BIT_COUNT, "x bigint -> bigint")
                    .example("bit_count(255)", "8")
                    .say("how many of its 64 bits are set"));

    private BitFunctions() {}

    private static Builder bits(String name, String... aliases) {
        return ScalarFunction.named(BITS, name, aliases);
    }
}
