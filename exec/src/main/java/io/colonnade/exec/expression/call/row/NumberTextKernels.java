package io.colonnade.exec.expression.call.row;

import io.colonnade.core.expression.Function;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// TO_CHAR and TO_NUMBER of numbers.
final class NumberTextKernels {
    private NumberTextKernels() {}

    static void register(RowCalls.Table table) {
        table.remembering(Function.NUMBER_TEXT, () -> {
            Patterns<NumberPattern> patterns = new Patterns<>(NumberPattern::of);
            return (in, out) -> out.text(text(in, patterns.get(in.text(1))));
        });
        table.remembering(Function.TO_NUMBER, () -> {
            Patterns<NumberPattern> patterns = new Patterns<>(NumberPattern::of);
            return (in, out) -> out.exact(NumberReader.read(in.text(0), patterns.get(in.text(1))));
        });
    }

    /// A DOUBLE is rounded half to even, as its exact value is; a DECIMAL half away from zero.
    private static String text(RowArguments in, NumberPattern pattern) {
        if (!in.type(0).isFloating()) {
            return pattern.format(in.exact(0), RoundingMode.HALF_UP);
        }
        double value = in.real(0);
        return Double.isFinite(value)
                ? pattern.format(new BigDecimal(value), RoundingMode.HALF_EVEN)
                : pattern.undefined();
    }
}
