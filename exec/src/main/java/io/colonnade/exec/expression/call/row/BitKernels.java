package io.colonnade.exec.expression.call.row;

import io.colonnade.core.expression.Function;

/// Functions of the bits of integers.
final class BitKernels {
    private BitKernels() {}

    static void register(RowCalls.Table table) {
        table.strict(Function.BITAND, (in, out) -> out.integer(in.integer(0) & in.integer(1)));
        table.strict(Function.BITOR, (in, out) -> out.integer(in.integer(0) | in.integer(1)));
        table.strict(Function.BITXOR, (in, out) -> out.integer(in.integer(0) ^ in.integer(1)));
        table.strict(Function.BITNOT, (in, out) -> out.integer(~in.integer(0)));
        table.strict(Function.SHIFT_LEFT, (in, out) -> out.integer(in.integer(0) << places(in)));
        table.strict(Function.SHIFT_RIGHT, (in, out) -> out.integer(in.integer(0) >> places(in)));
        table.strict(Function.BIT_COUNT, (in, out) -> out.integer(Long.bitCount(in.integer(0))));
    }

    private static long places(RowArguments in) {
        long places = in.integer(1);
        if (places < 0 || places >= Long.SIZE) {
            throw TextKernels.invalid("bits move by 0 to 63 places, not by " + places);
        }
        return places;
    }
}
