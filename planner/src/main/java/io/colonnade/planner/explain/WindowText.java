package io.colonnade.planner.explain;

import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.WindowBound;
import io.colonnade.core.plan.WindowCall;
import io.colonnade.core.plan.WindowFrame;
import io.colonnade.core.plan.WindowNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Window functions as text: what is sorted, then each function with its keys and frame.
///
/// ```text
/// sorted by city, day: SUM(amount) over city; day rows 2 preceding to current row, ROW_NUMBER() over city; day
/// ```
final class WindowText {
    private final List<String> columns;

    /// `columns` are the names of those of the input.
    WindowText(List<String> columns) {
        this.columns = columns;
    }

    String of(WindowNode window) {
        String sorted =
                window.order().isEmpty() ? "" : "sorted by " + PlanPrinter.order(window.order(), columns) + ": ";
        return sorted + window.calls().stream().map(call -> call(window, call)).collect(Collectors.joining(", "));
    }

    private String call(WindowNode window, WindowCall call) {
        ExpressionText text = new ExpressionText(columns);
        int peers = call.partitionKeys() + call.orderKeys();
        String partition = PlanPrinter.order(window.order().subList(0, call.partitionKeys()), columns);
        String order = PlanPrinter.order(window.order().subList(call.partitionKeys(), peers), columns);
        AggregateCall aggregate = call.aggregate();
        return (aggregate == null
                        ? call.function().name()
                        : aggregate.function() + (aggregate.distinct() ? " DISTINCT" : ""))
                + call.arguments().stream().map(text::of).collect(Collectors.joining(", ", "(", ")"))
                + (call.ignoresNulls() ? " ignore nulls" : "")
                + " over "
                + (partition.isEmpty() ? "all" : partition)
                + (order.isEmpty() ? "" : "; " + order)
                + (call.function().usesFrame() ? frame(call.frame()) : "");
    }

    private String frame(WindowFrame frame) {
        boolean whole = frame.start().kind() == WindowBound.Kind.UNBOUNDED_PRECEDING
                && frame.end().kind() == WindowBound.Kind.UNBOUNDED_FOLLOWING;
        String bounds =
                whole ? "" : " " + words(frame.unit()) + " " + bound(frame.start()) + " to " + bound(frame.end());
        return frame.exclusion() == WindowFrame.Exclusion.NO_OTHERS
                ? bounds
                : bounds + " without " + words(frame.exclusion());
    }

    private String bound(WindowBound bound) {
        if (!bound.hasOffset()) {
            return words(bound.kind());
        }
        return bound.column() < 0 ? bound.distance() + " " + words(bound.kind()) : columns.get(bound.column());
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
