package io.colonnade.planner.estimate;

import io.colonnade.planner.algebra.LiteralList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/// Which share of rows a condition keeps, from 0 to 1, by what is supposed of the columns.
///
/// ```text
/// a = 5                  1 / distinct, less the NULLs; nothing outside of min..max
/// a >= 1 AND a <= 3      the part of min..max that they cover together
/// p AND q                as if they were independent
/// anything else          a guess
/// ```
public final class ConditionShares {
    private static final double RANGE_GUESS = 0.3;
    private static final double OTHER_GUESS = 0.25;
    private static final double LIKE_GUESS = 0.1;
    private static final double EQUAL_GUESS = 0.1;

    private ConditionShares() {}

    /// Its columns are those of `columns`, by their number.
    public static double of(RexNode condition, List<ColumnEstimate> columns) {
        return switch (condition.getKind()) {
            case AND -> conjunction(RelOptUtil.conjunctions(condition), columns);
            case OR -> either(((RexCall) condition).getOperands().stream().mapToDouble(term -> of(term, columns)));
            case OTHER ->
                condition instanceof RexCall call && LiteralList.is(call)
                        ? list(call.getOperands(), columns)
                        : OTHER_GUESS;
            case NOT -> 1 - of(((RexCall) condition).getOperands().get(0), columns);
            case LITERAL -> condition.isAlwaysTrue() ? 1 : 0;
            case EQUALS -> equality(((RexCall) condition).getOperands(), columns);
            case NOT_EQUALS -> 1 - equality(((RexCall) condition).getOperands(), columns);
            case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
                conjunction(List.of(condition), columns);
            case IS_NULL -> nulls((RexCall) condition, columns);
            case IS_NOT_NULL -> 1 - nulls((RexCall) condition, columns);
            case LIKE -> LIKE_GUESS;
            case INPUT_REF -> 0.5;
            default -> OTHER_GUESS;
        };
    }

    /// Of any of some terms.
    private static double either(DoubleStream shares) {
        double none = 1;
        double sum = 0;
        for (double share : shares.toArray()) {
            none *= 1 - share;
            sum += share;
        }
        // Terms over one column exclude each other, as those of IN do.
        return sum < 0.5 ? Math.min(1, sum) : 1 - none;
    }

    private static double list(List<RexNode> operands, List<ColumnEstimate> columns) {
        RexNode value = operands.getFirst();
        return either(operands.stream().skip(1).mapToDouble(literal -> equality(value, literal, columns)));
    }

    /// Ranges of one column are taken together: `a >= 1 AND a <= 3` is one interval.
    private static double conjunction(List<RexNode> terms, List<ColumnEstimate> columns) {
        double share = 1;
        double[] low = new double[columns.size()];
        double[] high = new double[columns.size()];
        boolean[] ranged = new boolean[columns.size()];
        for (RexNode term : terms) {
            RangeTerm range = RangeTerm.of(term);
            if (range == null || !columns.get(range.column()).hasRange()) {
                share *= range == null && !isRange(term) ? of(term, columns) : RANGE_GUESS;
                continue;
            }
            int column = range.column();
            if (!ranged[column]) {
                ranged[column] = true;
                low[column] = columns.get(column).min();
                high[column] = columns.get(column).max();
            }
            low[column] = range.isLower() ? Math.max(low[column], range.bound()) : low[column];
            high[column] = range.isLower() ? high[column] : Math.min(high[column], range.bound());
        }
        for (int column = 0; column < ranged.length; column++) {
            if (ranged[column]) {
                ColumnEstimate estimate = columns.get(column);
                double width = estimate.max() - estimate.min();
                double least = estimate.hasDistinct() ? 1 / estimate.distinct() : 0.001;
                // Both ends count for whole numbers: 1..3 of 0..10 are three values of eleven.
                double covered = (high[column] - low[column] + width * least) / (width * (1 + least));
                share *= Math.clamp(covered, high[column] < low[column] ? 0 : least, 1);
            }
        }
        return share;
    }

    private static boolean isRange(RexNode term) {
        return switch (term.getKind()) {
            case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> true;
            default -> false;
        };
    }

    private static double equality(List<RexNode> operands, List<ColumnEstimate> columns) {
        return equality(operands.get(0), operands.get(1), columns);
    }

    private static double equality(RexNode left, RexNode right, List<ColumnEstimate> columns) {
        int column = columnOf(left) >= 0 ? columnOf(left) : columnOf(right);
        if (column < 0) {
            return EQUAL_GUESS;
        }
        ColumnEstimate estimate = columns.get(column);
        double share = estimate.hasDistinct() ? 1 / Math.max(1, estimate.distinct()) : EQUAL_GUESS;
        RangeTerm term = RangeTerm.ofEquality(left, right);
        if (term != null && estimate.hasRange() && (term.bound() < estimate.min() || term.bound() > estimate.max())) {
            return 0;
        }
        return share * (1 - estimate.nullFraction());
    }

    private static double nulls(RexCall call, List<ColumnEstimate> columns) {
        int column = columnOf(call.getOperands().get(0));
        return column < 0 ? 0.1 : columns.get(column).nullFraction();
    }

    /// The two columns that a term compares for equality, casts aside.
    public static int @Nullable [] equalColumns(RexNode term) {
        if (!(term instanceof RexCall call) || call.getKind() != SqlKind.EQUALS) {
            return null;
        }
        int left = columnOf(call.getOperands().get(0));
        int right = columnOf(call.getOperands().get(1));
        return left < 0 || right < 0 ? null : new int[] {left, right};
    }

    private static int columnOf(RexNode expression) {
        return switch (expression) {
            case RexInputRef ref -> ref.getIndex();
            case RexCall call
            when call.getKind() == SqlKind.CAST -> columnOf(call.getOperands().get(0));
            default -> -1;
        };
    }
}
