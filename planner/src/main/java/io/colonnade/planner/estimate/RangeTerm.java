package io.colonnade.planner.estimate;

import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.temporal.IntervalText;
import io.colonnade.core.type.Interval;
import io.colonnade.planner.algebra.SampledParameter;
import io.colonnade.planner.syntax.TemporalOperators;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/// A comparison of a column with a constant, for estimates: `column >= bound` if `isLower`, else `column <= bound`.
record RangeTerm(int column, double bound, boolean isLower) {
    private static final double DAYS_PER_MONTH = 30.4375;
    private static final double MILLIS_PER_DAY = 86_400_000;
    private static final double MICROS_PER_DAY = MILLIS_PER_DAY * 1000;

    static @Nullable RangeTerm of(RexNode term) {
        if (!(term instanceof RexCall call)) {
            return null;
        }
        return switch (call.getKind()) {
            case LESS_THAN, LESS_THAN_OR_EQUAL ->
                of(call.getOperands().get(0), call.getOperands().get(1), false);
            case GREATER_THAN, GREATER_THAN_OR_EQUAL ->
                of(call.getOperands().get(0), call.getOperands().get(1), true);
            default -> null;
        };
    }

    static @Nullable RangeTerm ofEquality(RexNode first, RexNode second) {
        return of(first, second, true);
    }

    private static @Nullable RangeTerm of(RexNode first, RexNode second, boolean isLower) {
        RexNode left = uncast(first);
        RexNode right = uncast(second);
        if (left instanceof RexInputRef ref) {
            double bound = constant(right);
            return Double.isNaN(bound) ? null : new RangeTerm(ref.getIndex(), bound, isLower);
        }
        if (right instanceof RexInputRef ref) {
            double bound = constant(left);
            return Double.isNaN(bound) ? null : new RangeTerm(ref.getIndex(), bound, !isLower);
        }
        return null;
    }

    /// NaN for what is no constant, or none that is worth to be known.
    private static double constant(RexNode node) {
        if (node instanceof RexLiteral literal) {
            return value(literal);
        }
        if (node instanceof SampledParameter parameter) {
            return parameter.sample();
        }
        if (!(node instanceof RexCall call) || call.getOperands().size() != 2) {
            return Double.NaN;
        }
        int sign = switch (call.getKind()) {
            case PLUS -> 1;
            case MINUS -> -1;
            default -> 0;
        };
        double left = constant(uncast(call.getOperands().get(0)));
        if (sign != 0 && uncast(call.getOperands().get(1)) instanceof RexCall interval) {
            return left + sign * interval(call, interval);
        }
        if (sign == 0 || !(call.getOperands().get(1) instanceof RexLiteral right)) {
            return Double.NaN;
        }
        if (!(right.getValue() instanceof BigDecimal amount)
                || !SqlTypeName.INTERVAL_TYPES.contains(right.getTypeName())) {
            return left + sign * value(right);
        }
        boolean isDate = call.getType().getSqlTypeName() == SqlTypeName.DATE;
        double days = SqlTypeName.YEAR_INTERVAL_TYPES.contains(right.getTypeName())
                ? amount.doubleValue() * DAYS_PER_MONTH
                : amount.doubleValue() / MILLIS_PER_DAY;
        return left + sign * days * (isDate ? 1 : MICROS_PER_DAY);
    }

    /// About how much an interval adds to a moment, in the unit of that; NaN if it is not known.
    private static double interval(RexCall sum, RexCall interval) {
        SqlTypeName type = sum.getType().getSqlTypeName();
        boolean isText = interval.getOperator() == TemporalOperators.INTERVAL_OF_DAYS
                || interval.getOperator() == TemporalOperators.INTERVAL;
        if (!isText
                || type != sum.getOperands().get(0).getType().getSqlTypeName()
                || !(interval.getOperands().getFirst() instanceof RexLiteral literal)
                || !(literal.getValue() instanceof NlsString text)) {
            return Double.NaN;
        }
        try {
            Interval parsed = IntervalText.parse(text.getValue());
            double days = parsed.months() * DAYS_PER_MONTH + parsed.days() + parsed.micros() / MICROS_PER_DAY;
            return switch (type) {
                case DATE -> days;
                case TIMESTAMP -> days * MICROS_PER_DAY;
                default -> Double.NaN;
            };
        } catch (CalendarText.InvalidException e) {
            return Double.NaN;
        }
    }

    private static RexNode uncast(RexNode node) {
        return node instanceof RexCall call && call.getKind() == SqlKind.CAST
                ? uncast(call.getOperands().get(0))
                : node;
    }

    /// Numbers as they are, dates in days, timestamps in microseconds, as the statistics have them.
    private static double value(RexLiteral literal) {
        if (literal.isNull()) {
            return Double.NaN;
        }
        SqlTypeName type = literal.getTypeName();
        if (type == SqlTypeName.DATE) {
            Integer days = literal.getValueAs(Integer.class);
            return days == null ? Double.NaN : days;
        }
        if (type == SqlTypeName.TIMESTAMP) {
            TimestampString timestamp = literal.getValueAs(TimestampString.class);
            return timestamp == null ? Double.NaN : timestamp.getMillisSinceEpoch() * 1000.0;
        }
        return switch (literal.getValue()) {
            case BigDecimal number -> number.doubleValue();
            case Double number -> number;
            case NlsString text -> date(text.getValue());
            case null, default -> Double.NaN;
        };
    }

    private static double date(String text) {
        try {
            return LocalDate.parse(text).toEpochDay();
        } catch (java.time.DateTimeException e) {
            return Double.NaN;
        }
    }
}
