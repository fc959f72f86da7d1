package io.colonnade.coordinator.statement;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnStatistics;
import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.statement.KeptPlan;
import io.colonnade.planner.statement.PlannedStatement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many rows the values of parameters let through the scans of a plan, roughly: what makes two sets of
/// literals want different plans.
///
/// For each column that a scan compares with parameters it is the part of the column's range that is left, as
/// a power of four; `-` for nothing at all.
final class LiteralSizes {
    private static final double STEP = Math.log(4);
    private static final double LEAST = 1e-9;

    private final List<Datum> values;
    private final CatalogSnapshot snapshot;
    private final StringBuilder sizes = new StringBuilder();

    /// What is left of a column's range.
    private static final class Range {
        final double min;
        final double max;
        double low;
        double high;

        Range(double min, double max) {
            this.min = min;
            this.max = max;
            this.low = min;
            this.high = max;
        }
    }

    private LiteralSizes(List<Datum> values, CatalogSnapshot snapshot) {
        this.values = values;
        this.snapshot = snapshot;
    }

    static String of(PlannedStatement planned, List<Datum> values, CatalogSnapshot snapshot) {
        LiteralSizes sizes = new LiteralSizes(values, snapshot);
        for (KeptPlan kept : planned.kept()) {
            sizes.fragments(kept.first());
            sizes.fragments(kept.next());
        }
        sizes.fragments(planned.fragments());
        return sizes.sizes.toString();
    }

    private void fragments(List<PlanFragment> fragments) {
        fragments.forEach(fragment -> node(fragment.root()));
    }

    private void node(PlanNode node) {
        if (node instanceof ScanNode scan) {
            scan(scan);
        }
        node.inputs().forEach(this::node);
    }

    private void scan(ScanNode scan) {
        Map<Integer, Range> ranges = new HashMap<>();
        for (Expression conjunct : scan.conjuncts()) {
            if (conjunct instanceof Expression.Comparison comparison
                    && comparison.left() instanceof Expression.ColumnReference column
                    && comparison.right() instanceof Expression.Parameter parameter) {
                narrow(scan, ranges, column.index(), comparison.operator(), values.get(parameter.index()));
            }
        }
        for (int column = 0; column < scan.columns().size(); column++) {
            Range range = ranges.get(column);
            if (range != null) {
                double part = (range.high - range.low) / Math.max(range.max - range.min, LEAST);
                sizes.append(part < 0 ? "-" : Math.round(Math.log(Math.max(part, LEAST)) / STEP))
                        .append(' ');
            }
        }
    }

    private void narrow(
            ScanNode scan, Map<Integer, Range> ranges, int column, ComparisonOperator operator, Datum value) {
        ScanNode.ScanColumn scanned = scan.columns().get(column);
        if (!ranges.containsKey(column)) {
            Range whole = whole(scan, scanned);
            if (whole == null) {
                return;
            }
            ranges.put(column, whole);
        }
        Range range = ranges.get(column);
        double bound = number(value, scanned.type());
        switch (operator) {
            case LESS, LESS_OR_EQUAL -> range.high = Math.min(range.high, bound);
            case GREATER, GREATER_OR_EQUAL -> range.low = Math.max(range.low, bound);
            // One value is as good as another one, unless it is none of the column's.
            case EQUAL -> range.high = bound < range.min || bound > range.max ? Double.NEGATIVE_INFINITY : range.high;
            case NOT_EQUAL -> {}
        }
    }

    private @Nullable Range whole(ScanNode scan, ScanNode.ScanColumn column) {
        ColumnStatistics known =
                snapshot.statistics(scan.tableId()).column(column.columnId()).orElse(null);
        if (known == null) {
            return null;
        }
        double min = number(known.min(), column.type());
        double max = number(known.max(), column.type());
        return Double.isNaN(min) || Double.isNaN(max) ? null : new Range(min, max);
    }

    private static double number(Datum value, Type type) {
        return switch (value) {
            case Datum.Int number -> number.value();
            case Datum.Wide number -> number.value().doubleValue();
            case Datum.Real number -> number.value();
            case Datum.Text text -> Double.NaN;
            case Datum.Bool bool -> Double.NaN;
            case Datum.Null none -> Double.NaN;
        };
    }
}
