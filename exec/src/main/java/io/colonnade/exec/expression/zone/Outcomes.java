package io.colonnade.exec.expression.zone;

import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.LogicalOperator;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.exec.expression.evaluator.Constants;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Which results a condition can have over the rows of a zone.
record Outcomes(boolean canBeTrue, boolean canBeFalse, boolean canBeNull) {
    static final Outcomes ANY = new Outcomes(true, true, true);
    static final Outcomes ONLY_NULL = new Outcomes(false, false, true);

    ZoneMatch match() {
        if (!canBeTrue) {
            return ZoneMatch.NEVER;
        }
        return canBeFalse || canBeNull ? ZoneMatch.MAYBE : ZoneMatch.ALWAYS;
    }

    static Outcomes of(Expression condition, List<Datum> parameters, IntFunction<@Nullable Zone> zones) {
        return switch (condition) {
            case Expression.Comparison e -> comparison(e, parameters, zones);
            case Expression.InList e -> inList(e, parameters, zones);
            case Expression.IsNull e -> isNull(e, parameters, zones);
            case Expression.Not e -> of(e.term(), parameters, zones).not();
            case Expression.Logical e -> logical(e, parameters, zones);
            case Expression.Like e -> like(e, parameters, zones);
            case Expression.Literal e -> constant(e.value());
            case Expression.Parameter e -> constant(parameters.get(e.index()));
            case Expression.ColumnReference e -> column(zones.apply(e.index()));
            case Expression.Arithmetic e -> ANY;
            case Expression.Case e -> ANY;
            case Expression.Cast e -> ANY;
            case Expression.Call e -> ANY;
        };
    }

    private Outcomes not() {
        return new Outcomes(canBeFalse, canBeTrue, canBeNull);
    }

    /// Kleene's AND, over every combination that the terms can have.
    private Outcomes and(Outcomes other) {
        return new Outcomes(
                canBeTrue && other.canBeTrue,
                canBeFalse || other.canBeFalse,
                (canBeNull && (other.canBeTrue || other.canBeNull)) || (other.canBeNull && canBeTrue));
    }

    private static Outcomes logical(
            Expression.Logical logical, List<Datum> parameters, IntFunction<@Nullable Zone> zones) {
        boolean or = logical.operator() == LogicalOperator.OR;
        Outcomes all = new Outcomes(true, false, false);
        for (Expression term : logical.terms()) {
            Outcomes one = of(term, parameters, zones);
            all = all.and(or ? one.not() : one);
        }
        return or ? all.not() : all;
    }

    private static Outcomes constant(Datum value) {
        return switch (value) {
            case Datum.Null n -> ONLY_NULL;
            case Datum.Bool b -> new Outcomes(b.value(), !b.value(), false);
            case Datum.Int i -> ANY;
            case Datum.Wide w -> ANY;
            case Datum.Real r -> ANY;
            case Datum.Text t -> ANY;
        };
    }

    private static Outcomes column(@Nullable Zone zone) {
        if (zone == null) {
            return ANY;
        }
        if (zone.min().isNull()) {
            return withoutValues(zone);
        }
        return new Outcomes(zone.max().equals(Datum.TRUE), zone.min().equals(Datum.FALSE), zone.nullCount() > 0);
    }

    /// A zone without minimum holds nothing but NULLs, or its values are not known.
    private static Outcomes withoutValues(Zone zone) {
        return zone.nullCount() == zone.rowCount() ? ONLY_NULL : ANY;
    }

    private static Outcomes isNull(Expression.IsNull test, List<Datum> parameters, IntFunction<@Nullable Zone> zones) {
        if (test.term() instanceof Expression.ColumnReference column) {
            Zone zone = zones.apply(column.index());
            return zone == null
                    ? new Outcomes(true, true, false)
                    : new Outcomes(zone.nullCount() > 0, zone.nullCount() < zone.rowCount(), false);
        }
        Datum value = Constants.valueOf(test.term(), parameters);
        return value == null ? new Outcomes(true, true, false) : new Outcomes(value.isNull(), !value.isNull(), false);
    }

    private static Outcomes comparison(
            Expression.Comparison comparison, List<Datum> parameters, IntFunction<@Nullable Zone> zones) {
        if (comparison.left() instanceof Expression.ColumnReference column) {
            Datum value = Constants.valueOf(comparison.right(), parameters);
            return value == null ? ANY : compare(zones.apply(column.index()), comparison.operator(), value);
        }
        if (comparison.right() instanceof Expression.ColumnReference column) {
            Datum value = Constants.valueOf(comparison.left(), parameters);
            return value == null
                    ? ANY
                    : compare(zones.apply(column.index()), comparison.operator().flip(), value);
        }
        return ANY;
    }

    private static Outcomes compare(@Nullable Zone zone, ComparisonOperator operator, Datum value) {
        if (value.isNull()) {
            return ONLY_NULL;
        }
        if (zone == null) {
            return ANY;
        }
        if (zone.min().isNull() || zone.max().isNull()) {
            return withoutValues(zone);
        }
        boolean nulls = zone.nullCount() > 0;
        int low = DatumOrder.compare(zone.min(), value);
        int high = DatumOrder.compare(zone.max(), value);
        boolean canEqual = low <= 0 && high >= 0;
        boolean onlyEqual = low == 0 && high == 0;
        return switch (operator) {
            case EQUAL -> new Outcomes(canEqual, !onlyEqual, nulls);
            case NOT_EQUAL -> new Outcomes(!onlyEqual, canEqual, nulls);
            case LESS -> new Outcomes(low < 0, high >= 0, nulls);
            case LESS_OR_EQUAL -> new Outcomes(low <= 0, high > 0, nulls);
            case GREATER -> new Outcomes(high > 0, low <= 0, nulls);
            case GREATER_OR_EQUAL -> new Outcomes(high >= 0, low < 0, nulls);
        };
    }

    private static Outcomes inList(Expression.InList in, List<Datum> parameters, IntFunction<@Nullable Zone> zones) {
        if (!(in.value() instanceof Expression.ColumnReference column)) {
            return ANY;
        }
        Zone zone = zones.apply(column.index());
        Outcomes none = new Outcomes(true, false, false);
        for (Datum value : in.values()) {
            none = none.and(compare(zone, ComparisonOperator.EQUAL, value).not());
        }
        return none.not();
    }

    /// Uses what a pattern says of the first characters of a string.
    private static Outcomes like(Expression.Like like, List<Datum> parameters, IntFunction<@Nullable Zone> zones) {
        String pattern = pattern(like, parameters);
        String prefix = pattern == null ? "" : LikePrefix.of(pattern, like.escape());
        if (prefix.isEmpty() || !(like.value() instanceof Expression.ColumnReference column)) {
            return ANY;
        }
        Zone zone = zones.apply(column.index());
        if (zone == null || !(zone.max() instanceof Datum.Text max) || !(zone.min() instanceof Datum.Text min)) {
            return ANY;
        }
        boolean below = DatumOrder.compare(max, Datum.of(prefix)) < 0;
        boolean above = !min.value().startsWith(prefix) && DatumOrder.compare(min, Datum.of(prefix)) > 0;
        return new Outcomes(!below && !above, true, zone.nullCount() > 0);
    }

    private static @Nullable String pattern(Expression.Like like, List<Datum> parameters) {
        return like.pattern() instanceof Expression.Parameter parameter
                        && parameters.get(parameter.index()) instanceof Datum.Text text
                ? text.value()
                : like.literalPattern();
    }
}
