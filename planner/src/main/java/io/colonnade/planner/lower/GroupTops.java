package io.colonnade.planner.lower;

import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Cast;
import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.expression.Expression.Comparison;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.expression.Expression.Parameter;
import io.colonnade.core.plan.FilterNode;
import io.colonnade.core.plan.GroupTopNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ProjectNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.WindowCall;
import io.colonnade.core.plan.WindowFrame;
import io.colonnade.core.plan.WindowFunction;
import io.colonnade.core.plan.WindowNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where only the first rows of each partition are wanted, most of the others need not be sorted, nor sent.
///
/// ```text
/// Filter rank <= 3                     Filter rank <= 3
///   Window RANK() by city, day   ->      Window RANK() by city, day
///     input                                GroupTop 3 by city, day
///                                            input
/// ```
public final class GroupTops {
    private final PlanLowering plans;

    GroupTops(PlanLowering plans) {
        this.plans = plans;
    }

    /// A rank and how many of it are wanted.
    private record First(WindowCall rank, int limit) {}

    /// Whether a plan compares a rank with a parameter, of which nobody knows how many rows it lets through.
    public static boolean hasOpenLimit(PlanNode plan) {
        return plan instanceof FilterNode filter && isOpen(filter)
                || plan.inputs().stream().anyMatch(GroupTops::hasOpenLimit);
    }

    private static boolean isOpen(FilterNode filter) {
        WindowNode window = window(filter);
        if (window == null) {
            return false;
        }
        List<Expression> conjuncts = new ArrayList<>();
        PlanLowering.addConjuncts(predicate(filter), conjuncts);
        return conjuncts.stream()
                .anyMatch(conjunct -> conjunct instanceof Comparison comparison
                        && (isOpen(comparison.left(), comparison.right(), window)
                                || isOpen(comparison.right(), comparison.left(), window)));
    }

    private static boolean isOpen(Expression value, Expression bound, WindowNode window) {
        WindowCall call = bound instanceof Parameter ? call(value, window) : null;
        return call != null && isRank(call.function());
    }

    private static @Nullable WindowNode window(FilterNode filter) {
        PlanNode under = filter.input() instanceof ProjectNode project ? project.input() : filter.input();
        return under instanceof WindowNode window && !(window.input() instanceof GroupTopNode) ? window : null;
    }

    /// The condition over what the window makes.
    private static Expression predicate(FilterNode filter) {
        return filter.input() instanceof ProjectNode project
                ? ExpressionRewrite.columns(filter.predicate(), project.expressions()::get)
                : filter.predicate();
    }

    PlanNode below(FilterNode filter) {
        ProjectNode project = filter.input() instanceof ProjectNode node ? node : null;
        WindowNode window = window(filter);
        if (window == null) {
            return filter;
        }
        First first = first(predicate(filter), window);
        if (first == null) {
            return filter;
        }
        int keys = first.rank().partitionKeys();
        int all = keys + first.rank().orderKeys();
        List<SortKey> order = window.order().subList(keys, all);
        List<Type> types = window.input().outputTypes();
        boolean someInterval = window.order().subList(0, all).stream()
                .anyMatch(key -> types.get(key.column()).equals(Type.INTERVAL));
        if (someInterval || !window.calls().stream().allMatch(call -> staysAsItIs(call, first.rank()))) {
            return filter;
        }
        List<Integer> columns =
                window.order().subList(0, keys).stream().map(SortKey::column).toList();
        PlanNode top = new GroupTopNode(
                plans.nextId(plans.rows(window.input())),
                window.input(),
                columns,
                order,
                first.limit(),
                counting(window, first.rank()));
        PlanNode above = PlanRewrite.withInputs(window, List.of(top));
        return PlanRewrite.withInputs(
                filter, List.of(project == null ? above : PlanRewrite.withInputs(project, List.of(above))));
    }

    private static GroupTopNode.Counting counting(WindowNode window, WindowCall rank) {
        return switch (rank.function()) {
            case DENSE_RANK -> GroupTopNode.Counting.VALUES;
            case ROW_NUMBER -> window.calls().size() == 1 ? GroupTopNode.Counting.ROWS : GroupTopNode.Counting.RANKS;
            default -> GroupTopNode.Counting.RANKS;
        };
    }

    /// Whether a call answers the same for the first rows when later ones are missing.
    private static boolean staysAsItIs(WindowCall call, WindowCall rank) {
        if (call.partitionKeys() != rank.partitionKeys() || call.orderKeys() != rank.orderKeys()) {
            return false;
        }
        WindowFrame frame = call.frame();
        return isRank(call.function())
                || call.function().usesFrame()
                        && frame.exclusion() == WindowFrame.Exclusion.NO_OTHERS
                        && frame.start().equals(WindowFrame.UP_TO_PEERS.start())
                        && frame.end().equals(WindowFrame.UP_TO_PEERS.end());
    }

    private static boolean isRank(WindowFunction function) {
        return function == WindowFunction.ROW_NUMBER
                || function == WindowFunction.RANK
                || function == WindowFunction.DENSE_RANK;
    }

    private static @Nullable First first(Expression predicate, WindowNode window) {
        List<Expression> conjuncts = new ArrayList<>();
        PlanLowering.addConjuncts(predicate, conjuncts);
        First best = null;
        for (Expression conjunct : conjuncts) {
            First found = conjunct instanceof Comparison comparison ? first(comparison, window) : null;
            if (found != null && (best == null || found.limit() < best.limit())) {
                best = found;
            }
        }
        return best;
    }

    private static @Nullable First first(Comparison comparison, WindowNode window) {
        boolean turned = comparison.left() instanceof Literal;
        Expression literal = turned ? comparison.left() : comparison.right();
        Expression value = turned ? comparison.right() : comparison.left();
        ComparisonOperator operator = turned ? comparison.operator().flip() : comparison.operator();
        long bound = bound(literal);
        WindowCall call = call(value, window);
        if (call == null || !isRank(call.function()) || bound < 0) {
            return null;
        }
        long limit = switch (operator) {
            case EQUAL, LESS_OR_EQUAL -> bound;
            case LESS -> bound - 1;
            default -> 0;
        };
        return limit < 1 || limit > GroupTopNode.LIMIT_MAX ? null : new First(call, (int) limit);
    }

    /// A whole number, -1 if it is something else.
    private static long bound(Expression expression) {
        return expression instanceof Literal literal
                        && (literal.type().equals(Type.INTEGER)
                                || literal.type().equals(Type.BIGINT))
                        && literal.value() instanceof Datum.Int number
                ? number.value()
                : -1;
    }

    private static @Nullable WindowCall call(Expression value, WindowNode window) {
        Expression bare = value instanceof Cast cast ? cast.value() : value;
        if (!(bare instanceof ColumnReference column)) {
            return null;
        }
        int position = window.outputs().get(column.index())
                - window.input().outputTypes().size();
        return position < 0 ? null : window.calls().get(position);
    }
}
