package io.colonnade.exec.expression.call.row;

import io.colonnade.core.expression.Function;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;

/// GREATEST and LEAST, which leave NULLs out, and TYPEOF.
final class ChoiceKernels {
    private ChoiceKernels() {}

    static void register(RowCalls.Table table) {
        table.tolerant(Function.GREATEST, (in, out) -> choose(in, out, 1));
        table.tolerant(Function.LEAST, (in, out) -> choose(in, out, -1));
        table.tolerant(Function.TYPEOF, (in, out) -> out.text(in.type(0).sql()));
    }

    private static void choose(RowArguments in, RowResult out, int sign) {
        Datum best = Datum.NULL;
        for (int i = 0; i < in.count(); i++) {
            Datum value = in.datum(i);
            boolean better = !value.isNull() && (best.isNull() || DatumOrder.compare(value, best) * sign > 0);
            best = better ? value : best;
        }
        out.datum(best);
    }
}
