package io.colonnade.planner.lower;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Arithmetic;
import io.colonnade.core.expression.Expression.Call;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.expression.Function;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.WindowBound;
import io.colonnade.core.plan.WindowFrame;
import io.colonnade.core.plan.WindowFrame.Exclusion;
import io.colonnade.core.plan.WindowFrame.Unit;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.core.type.Interval;
import io.colonnade.core.type.Type;
import io.colonnade.core.type.Type.DecimalType;
import io.colonnade.planner.syntax.GroupsFrame;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.rex.RexWindowExclusion;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/// Frames as the workers know them. What a RANGE reaches to from a row is a column: its key plus or minus the
/// offset.
final class WindowFrames {
    private final RexToExpression converter;
    private final RexBuilder builder;
    private final WindowCalls calls;

    WindowFrames(RexToExpression converter, RexBuilder builder, WindowCalls calls) {
        this.converter = converter;
        this.builder = builder;
        this.calls = calls;
    }

    WindowFrame frame(RexOver over, List<SortKey> order) {
        RexWindowBound start = over.getWindow().getLowerBound();
        RexWindowBound end = over.getWindow().getUpperBound();
        Exclusion exclusion = exclusion(over.getWindow().getExclude());
        boolean groups = isGroups(start) || isGroups(end);
        if (groups && order.isEmpty()) {
            throw new EngineException(ErrorCode.INVALID_STATEMENT, "a frame of GROUPS needs an ORDER BY");
        }
        if (over.getWindow().isRows()) {
            Unit unit = groups ? Unit.GROUPS : Unit.ROWS;
            return new WindowFrame(unit, counted(start), counted(end), exclusion, -1);
        }
        if (start.getOffset() == null && end.getOffset() == null) {
            return new WindowFrame(Unit.RANGE, counted(start), counted(end), exclusion, -1);
        }
        if (order.size() != 1) {
            throw new EngineException(
                    ErrorCode.INVALID_STATEMENT, "a frame of RANGE with an offset needs an ORDER BY of one column");
        }
        return range(over, order.getFirst(), start, end, exclusion);
    }

    /// Whether a frame makes no sense without an order.
    static boolean needsKey(RexOver over) {
        RexWindowBound start = over.getWindow().getLowerBound();
        RexWindowBound end = over.getWindow().getUpperBound();
        boolean offset = start.getOffset() != null || end.getOffset() != null;
        return isGroups(start) || isGroups(end) || offset && !over.getWindow().isRows();
    }

    private static boolean isGroups(RexWindowBound bound) {
        return bound.getOffset() instanceof RexCall call && call.getOperator() == GroupsFrame.MARK;
    }

    private static Exclusion exclusion(RexWindowExclusion exclusion) {
        return switch (exclusion) {
            case EXCLUDE_NO_OTHER -> Exclusion.NO_OTHERS;
            case EXCLUDE_CURRENT_ROW -> Exclusion.CURRENT_ROW;
            case EXCLUDE_GROUP -> Exclusion.GROUP;
            case EXCLUDE_TIES -> Exclusion.TIES;
        };
    }

    private static WindowBound withoutOffset(RexWindowBound bound) {
        if (bound.isCurrentRow()) {
            return WindowBound.CURRENT_ROW;
        }
        return bound.isPreceding() ? WindowBound.UNBOUNDED_PRECEDING : WindowBound.UNBOUNDED_FOLLOWING;
    }

    private static WindowBound.Kind kind(RexWindowBound bound) {
        return bound.isPreceding() ? WindowBound.Kind.PRECEDING : WindowBound.Kind.FOLLOWING;
    }

    /// A bound that counts rows or groups.
    private WindowBound counted(RexWindowBound bound) {
        RexNode offset = bound.getOffset();
        if (offset == null) {
            return withoutOffset(bound);
        }
        RexNode counted = isGroups(bound) ? ((RexCall) offset).getOperands().getFirst() : offset;
        Expression distance = Operands.cast(converter.convert(counted), Type.BIGINT);
        return new WindowBound(kind(bound), nonNegative(calls.folded(distance)).longValueExact(), -1);
    }

    /// The value of an offset; it must be known now.
    private static BigDecimal nonNegative(Expression offset) {
        if (!(offset instanceof Literal literal)) {
            throw EngineException.notSupported("a parameter or column in the bound of a frame");
        }
        BigDecimal value = switch (literal.value()) {
            case Datum.Int i -> BigDecimal.valueOf(i.value(), literal.type() instanceof DecimalType d ? d.scale() : 0);
            case Datum.Wide w -> new BigDecimal(w.value(), literal.type() instanceof DecimalType d ? d.scale() : 0);
            case Datum.Real r when Double.isFinite(r.value()) -> new BigDecimal(r.value());
            case Datum.Null n ->
                throw new EngineException(ErrorCode.INVALID_FRAME_SIZE, "the offset of a frame must not be NULL");
            default ->
                throw new EngineException(
                        ErrorCode.INVALID_FRAME_SIZE, "the offset of a frame must be a finite number");
        };
        if (value.signum() < 0) {
            throw new EngineException(ErrorCode.INVALID_FRAME_SIZE, "the offset of a frame must not be negative");
        }
        return value;
    }

    private WindowFrame range(
            RexOver over, SortKey order, RexWindowBound start, RexWindowBound end, Exclusion exclusion) {
        RexNode key = over.getWindow().orderKeys.getFirst().left;
        boolean time = SqlTypeName.DATETIME_TYPES.contains(key.getType().getSqlTypeName());
        Expression startValue = reach(key, time, order, start);
        Expression endValue = reach(key, time, order, end);
        Type type = common(startValue, endValue);
        return new WindowFrame(
                Unit.RANGE,
                bound(start, startValue, type),
                bound(end, endValue, type),
                exclusion,
                calls.position(calls.folded(Operands.cast(key(key), type))));
    }

    /// Of a time of day the microseconds, so that nothing goes around at midnight.
    private Expression key(RexNode key) {
        Expression value = converter.convert(key);
        return value.type().equals(Type.TIME)
                ? new Call(Function.INTERVAL_MICROS, List.of(Operands.cast(value, Type.INTERVAL)), Type.BIGINT)
                : value;
    }

    private static Type common(@Nullable Expression start, @Nullable Expression end) {
        if (start == null || end == null) {
            return start == null ? Objects.requireNonNull(end).type() : start.type();
        }
        if (start.type() instanceof DecimalType s && end.type() instanceof DecimalType e) {
            return s.scale() >= e.scale() ? s : e;
        }
        if (start.type() instanceof DecimalType || end.type().equals(Type.BIGINT)) {
            return start.type();
        }
        return start.type().equals(Type.DATE) || start.type().equals(Type.BIGINT) ? end.type() : start.type();
    }

    private WindowBound bound(RexWindowBound bound, @Nullable Expression value, Type type) {
        return value == null
                ? withoutOffset(bound)
                : new WindowBound(kind(bound), 0, calls.position(calls.folded(Operands.cast(value, type))));
    }

    /// The value that a bound reaches to; null if it has no offset.
    private @Nullable Expression reach(RexNode key, boolean time, SortKey order, RexWindowBound bound) {
        RexNode offset = bound.getOffset();
        if (offset == null) {
            return null;
        }
        boolean adds = bound.isFollowing() == order.ascending();
        return time ? time(key, offset, adds) : number(converter.convert(key), converter.convert(offset), adds);
    }

    private Expression time(RexNode key, RexNode offset, boolean adds) {
        Datum zero = new Datum.Wide(new Interval(0, 0, 0).number());
        if (!(calls.folded(converter.convert(offset)) instanceof Literal size)) {
            throw EngineException.notSupported("a parameter or column in the bound of a frame");
        }
        if (size.value().isNull() || DatumOrder.compare(size.value(), zero) < 0) {
            throw new EngineException(
                    ErrorCode.INVALID_FRAME_SIZE, "the offset of a frame must not be negative or NULL");
        }
        if (key.getType().getSqlTypeName() == SqlTypeName.TIME) {
            // As where a time is moved, months and days do not count; farther than a day is far enough.
            long micros = size.value() instanceof Datum.Wide wide
                    ? Math.min(Interval.of(wide.value()).micros(), Interval.MICROS_PER_DAY)
                    : 0;
            return new Arithmetic(
                    adds ? ArithmeticOperator.ADD : ArithmeticOperator.SUBTRACT,
                    key(key),
                    new Literal(Type.BIGINT, Datum.of(micros)),
                    Type.BIGINT);
        }
        return converter.convert(builder.makeCall(
                key.getType(),
                adds ? SqlStdOperatorTable.DATETIME_PLUS : SqlStdOperatorTable.MINUS_DATE,
                List.of(key, offset)));
    }

    /// In a type that does not overflow: BIGINT for narrower keys, the widest decimal for others.
    private Expression number(Expression key, Expression offset, boolean adds) {
        BigDecimal size = nonNegative(calls.folded(offset));
        ArithmeticOperator operator = adds ? ArithmeticOperator.ADD : ArithmeticOperator.SUBTRACT;
        if (key.type().equals(Type.DOUBLE) || key.type().equals(Type.REAL)) {
            Literal distance = new Literal(Type.DOUBLE, Datum.of(size.doubleValue()));
            return new Arithmetic(operator, Operands.cast(key, Type.DOUBLE), distance, Type.DOUBLE);
        }
        boolean narrow = key.type().isInteger() && !key.type().equals(Type.BIGINT);
        if (narrow && size.stripTrailingZeros().scale() <= 0) {
            // Farther than any value is far enough.
            long distance = size.min(BigDecimal.valueOf(1L << 40)).longValueExact();
            return new Arithmetic(
                    operator,
                    Operands.cast(key, Type.BIGINT),
                    new Literal(Type.BIGINT, Datum.of(distance)),
                    Type.BIGINT);
        }
        int scale = Math.max(
                key.type() instanceof DecimalType d ? d.scale() : 0,
                Math.max(0, size.stripTrailingZeros().scale()));
        if (scale > DecimalType.PRECISION_INT64_MAX) {
            throw EngineException.notSupported("an offset of " + scale + " digits after the point in a frame");
        }
        Type wide = Type.decimal(DecimalType.PRECISION_MAX, scale);
        Literal distance = new Literal(wide, new Datum.Wide(size.setScale(scale).unscaledValue()));
        return new Arithmetic(operator, Operands.cast(key, wide), distance, wide);
    }
}
