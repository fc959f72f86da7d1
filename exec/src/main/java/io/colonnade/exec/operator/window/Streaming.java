package io.colonnade.exec.operator.window;

import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.plan.WindowBound;
import io.colonnade.core.plan.WindowCall;
import io.colonnade.core.plan.WindowFrame;
import io.colonnade.core.plan.WindowFrame.Exclusion;
import io.colonnade.core.plan.WindowFrame.Unit;
import io.colonnade.core.plan.WindowFunction;
import io.colonnade.core.plan.WindowNode;
import io.colonnade.core.type.Datum;

/// Whether windows need no more of a partition than what came before a row: then it may be of any size.
///
/// ```text
/// ROW_NUMBER, RANK, DENSE_RANK                                 numbers so far
/// LAG(x, 3)                                                    three rows
/// SUM, COUNT, MIN, MAX, .. UNBOUNDED PRECEDING to CURRENT ROW  a result so far
/// .. ROWS 5 PRECEDING to CURRENT ROW                           five rows
/// ```
///
/// @param possible if not, partitions have to be whole
/// @param cutKeys where rows differ in the first so many keys a partition may be cut, or anywhere if it is 0
/// @param context the rows before a cut that may be looked at
record Streaming(boolean possible, int cutKeys, int context) {
    private static final int CONTEXT_MAX = 1024;
    private static final Streaming IMPOSSIBLE = new Streaming(false, 0, 0);

    static Streaming of(WindowNode node) {
        int partitionKeys = node.partitionKeys();
        int orderKeys = Integer.MAX_VALUE;
        long context = 0;
        for (WindowCall call : node.calls()) {
            long rows = context(call);
            if (call.partitionKeys() != partitionKeys || rows < 0 || rows > CONTEXT_MAX) {
                return IMPOSSIBLE;
            }
            context = Math.max(context, rows);
            orderKeys = looksAtPeers(call) ? Math.min(orderKeys, call.orderKeys()) : orderKeys;
        }
        if (orderKeys == 0) {
            return IMPOSSIBLE;
        }
        int cutKeys = orderKeys == Integer.MAX_VALUE ? 0 : partitionKeys + orderKeys;
        return new Streaming(true, cutKeys, (int) context);
    }

    private static boolean looksAtPeers(WindowCall call) {
        return call.function() == WindowFunction.RANK
                || call.function() == WindowFunction.DENSE_RANK
                || call.function().usesFrame() && call.frame().unit() != Unit.ROWS;
    }

    /// How many rows before its own a call looks at, -1 if it looks at others, too.
    private static long context(WindowCall call) {
        return switch (call.function()) {
            case ROW_NUMBER, RANK, DENSE_RANK -> 0;
            case LAG -> call.ignoresNulls() ? -1 : distance(call);
            case COUNT_ALL, COUNT, SUM, MIN, MAX, SQUARED_DEVIATIONS, FIRST_VALUE, LAST_VALUE ->
                call.ignoresNulls() ? -1 : context(call.frame());
            case PERCENT_RANK, CUME_DIST, NTILE, LEAD, NTH_VALUE, AGGREGATE -> -1;
        };
    }

    private static long distance(WindowCall call) {
        if (call.arguments().size() < 2) {
            return 1;
        }
        if (!(call.arguments().get(1) instanceof Literal literal)) {
            return -1;
        }
        return literal.value() instanceof Datum.Int rows ? rows.value() : 0;
    }

    private static long context(WindowFrame frame) {
        WindowBound.Kind start = frame.start().kind();
        WindowBound.Kind end = frame.end().kind();
        if (frame.exclusion() != Exclusion.NO_OTHERS) {
            return -1;
        }
        if (end == WindowBound.Kind.CURRENT_ROW
                && (start == WindowBound.Kind.UNBOUNDED_PRECEDING || start == WindowBound.Kind.CURRENT_ROW)) {
            return 0;
        }
        boolean before = end == WindowBound.Kind.CURRENT_ROW || end == WindowBound.Kind.PRECEDING;
        return frame.unit() == Unit.ROWS && start == WindowBound.Kind.PRECEDING && before
                ? frame.start().distance()
                : -1;
    }
}
