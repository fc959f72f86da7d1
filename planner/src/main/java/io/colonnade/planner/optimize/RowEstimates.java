package io.colonnade.planner.optimize;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.ColumnStatistics;
import io.colonnade.core.catalog.TableStatistics;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.subquery.SubqueryJoin;
import io.colonnade.planner.type.AggregateOperator;
import io.colonnade.planner.validate.CatalogBridge.BridgedFiles;
import io.colonnade.planner.validate.CatalogBridge.BridgedTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/// How many rows each relational expression will have, from the statistics of the tables.
///
/// A table without statistics counts as {@link #ROWS_DEFAULT} rows. An equality keeps 1 / distinct of the rows, a
/// range the part of min..max that it covers, anything else a guess. Joins on keys follow the usual rule
/// `left * right / max(distinct)`, with the distinct values that the columns had before any filter.
public final class RowEstimates {
    static final double ROWS_DEFAULT = 1000;
    private static final double RANGE_GUESS = 0.3;
    private static final double OTHER_GUESS = 0.25;
    private static final double LIKE_GUESS = 0.1;
    private static final double EQUAL_GUESS = 0.1;
    private static final double OTHER_TEST_GUESS = 0.8;

    private record Estimate(double rows, List<ColumnEstimate> columns) {}

    private final CatalogSnapshot snapshot;
    private final Map<RelNode, Estimate> known = new IdentityHashMap<>();

    public RowEstimates(CatalogSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    public double rows(RelNode rel) {
        return estimate(rel).rows();
    }

    /// Rows of a table with no filter at all.
    static double tableRows(RelNode rel, CatalogSnapshot snapshot) {
        return switch (rel) {
            case TableScan scan -> {
                BridgedTable table = scan.getTable().unwrap(BridgedTable.class);
                yield table == null
                        ? fileRows(scan)
                        : snapshot.statistics(table.definition().id()).rowCount();
            }
            default ->
                rel.getInputs().stream()
                        .mapToDouble(input -> tableRows(input, snapshot))
                        .max()
                        .orElse(1);
        };
    }

    double baseRows(RelNode rel) {
        return tableRows(rel, snapshot);
    }

    ColumnEstimate column(RelNode rel, int index) {
        return estimate(rel).columns().get(index);
    }

    /// The share of pairs that an equality of two columns keeps.
    static double joinSelectivity(ColumnEstimate left, ColumnEstimate right, double leftRows, double rightRows) {
        double leftDistinct = left.hasDistinct() ? left.distinct() : Math.max(1, leftRows);
        double rightDistinct = right.hasDistinct() ? right.distinct() : Math.max(1, rightRows);
        return 1 / Math.max(1, Math.max(leftDistinct, rightDistinct));
    }

    private Estimate estimate(RelNode rel) {
        Estimate estimate = known.get(rel);
        if (estimate == null) {
            estimate = compute(rel);
            known.put(rel, estimate);
        }
        return estimate;
    }

    private Estimate compute(RelNode rel) {
        return switch (rel) {
            case TableScan scan -> scan(scan);
            case Filter filter -> {
                Estimate input = estimate(filter.getInput());
                double share = selectivity(filter.getCondition(), input.columns());
                yield new Estimate(Math.max(1, input.rows() * share), fixed(filter, input.columns()));
            }
            case Project project -> {
                Estimate input = estimate(project.getInput());
                yield new Estimate(
                        input.rows(),
                        project.getProjects().stream()
                                .map(expression -> column(expression, input.columns()))
                                .toList());
            }
            case Join join -> join(join);
            case SubqueryJoin join -> {
                Estimate left = estimate(join.getLeft());
                List<ColumnEstimate> columns = new ArrayList<>(left.columns());
                columns.addAll(unknown(join)
                        .subList(left.columns().size(), unknown(join).size()));
                yield new Estimate(left.rows(), columns);
            }
            case Aggregate aggregate -> aggregate(aggregate);
            case Sort sort -> {
                Estimate input = estimate(sort.getInput());
                double rows = input.rows();
                if (sort.fetch instanceof RexLiteral fetch) {
                    rows = Math.min(rows, RexLiteral.intValue(fetch));
                }
                yield new Estimate(rows, input.columns());
            }
            case Union union -> {
                double rows = union.getInputs().stream().mapToDouble(this::rows).sum();
                yield new Estimate(rows, unknown(union));
            }
            case Intersect intersect -> {
                double rows = intersect.getInputs().stream()
                        .mapToDouble(this::rows)
                        .min()
                        .orElse(1);
                yield new Estimate(rows, unknown(intersect));
            }
            case Minus minus -> new Estimate(rows(minus.getInput(0)), unknown(minus));
            case Shared shared -> estimate(shared.getInput());
            case Values values -> new Estimate(values.getTuples().size(), unknown(values));
            default ->
                new Estimate(
                        rel.getInputs().stream().mapToDouble(this::rows).max().orElse(1), unknown(rel));
        };
    }

    /// Columns that a filter holds to one value have no other.
    private static List<ColumnEstimate> fixed(Filter filter, List<ColumnEstimate> input) {
        List<ColumnEstimate> columns = new ArrayList<>(input);
        for (RexNode term : RelOptUtil.conjunctions(filter.getCondition())) {
            if (term instanceof RexCall call
                    && call.getKind() == SqlKind.EQUALS
                    && call.getOperands().get(0) instanceof RexInputRef ref
                    && call.getOperands().get(1) instanceof RexLiteral) {
                columns.set(ref.getIndex(), columns.get(ref.getIndex()).withDistinct(1));
            }
        }
        return columns;
    }

    private static List<ColumnEstimate> unknown(RelNode rel) {
        return Collections.nCopies(rel.getRowType().getFieldCount(), ColumnEstimate.UNKNOWN);
    }

    private static double fileRows(TableScan scan) {
        BridgedFiles files = scan.getTable().unwrap(BridgedFiles.class);
        return files == null ? ROWS_DEFAULT : Math.max(1, files.files().rows());
    }

    private Estimate scan(TableScan scan) {
        BridgedTable table = scan.getTable().unwrap(BridgedTable.class);
        if (table == null) {
            return new Estimate(fileRows(scan), unknown(scan));
        }
        TableStatistics statistics = snapshot.statistics(table.definition().id());
        double rows = Math.max(1, statistics.rowCount());
        List<ColumnEstimate> columns = new ArrayList<>();
        for (ColumnDefinition column : table.definition().columns()) {
            ColumnStatistics figures = statistics.column(column.id()).orElse(null);
            columns.add(
                    figures == null
                            ? ColumnEstimate.UNKNOWN
                            : new ColumnEstimate(
                                    Math.max(1, Math.min(rows, figures.distinctCount())),
                                    number(figures.min(), column.type()),
                                    number(figures.max(), column.type()),
                                    Math.min(1, figures.nullCount() / rows)));
        }
        // Row ids, if they are read.
        while (columns.size() < scan.getRowType().getFieldCount()) {
            columns.add(ColumnEstimate.UNKNOWN);
        }
        return new Estimate(rows, columns);
    }

    private static double number(Datum datum, Type type) {
        double value = switch (datum) {
            case Datum.Int i -> i.value();
            case Datum.Wide w -> w.value().doubleValue();
            case Datum.Real r -> r.value();
            default -> Double.NaN;
        };
        return type instanceof Type.DecimalType decimal ? value / Math.pow(10, decimal.scale()) : value;
    }

    private Estimate join(Join join) {
        Estimate left = estimate(join.getLeft());
        Estimate right = estimate(join.getRight());
        List<ColumnEstimate> both = new ArrayList<>(left.columns());
        both.addAll(right.columns());
        double share = 1;
        double matchShare = 1;
        int leftCount = left.columns().size();
        for (RexNode term : RelOptUtil.conjunctions(join.getCondition())) {
            int @Nullable [] sides = equalColumns(term);
            if (sides != null && sides[0] < leftCount != sides[1] < leftCount) {
                int leftColumn = Math.min(sides[0], sides[1]);
                int rightColumn = Math.max(sides[0], sides[1]);
                share *= joinSelectivity(both.get(leftColumn), both.get(rightColumn), left.rows(), right.rows());
                matchShare *= Math.min(
                        1,
                        right.rows()
                                * joinSelectivity(
                                        both.get(leftColumn), both.get(rightColumn), left.rows(), right.rows()));
            } else {
                share *= selectivity(term, both);
            }
        }
        double pairs = Math.max(1, left.rows() * right.rows() * share);
        return switch (join.getJoinType()) {
            case INNER -> new Estimate(pairs, both);
            case LEFT -> new Estimate(Math.max(left.rows(), pairs), both);
            case RIGHT -> new Estimate(Math.max(right.rows(), pairs), both);
            case FULL -> new Estimate(Math.max(left.rows() + right.rows(), pairs), both);
            case SEMI -> new Estimate(Math.max(1, left.rows() * matchShare), left.columns());
            case ANTI -> new Estimate(Math.max(1, left.rows() * Math.max(0.1, 1 - matchShare)), left.columns());
            default -> new Estimate(pairs, join.getJoinType() == JoinRelType.LEFT_MARK ? left.columns() : both);
        };
    }

    /// The share of the rows of `probe` whose value of a column is there in a column of `build`.
    public double partnerShare(RelNode probe, int probeColumn, RelNode build, int buildColumn) {
        double there = distinct(build, buildColumn);
        return Math.min(1, Math.min(there, rows(build)) / Math.max(there, distinct(probe, probeColumn)));
    }

    private double distinct(RelNode rel, int column) {
        ColumnEstimate estimate = column(rel, column);
        return estimate.hasDistinct() ? Math.max(1, estimate.distinct()) : Math.max(1, rows(rel));
    }

    private Estimate aggregate(Aggregate aggregate) {
        Estimate input = estimate(aggregate.getInput());
        List<ColumnEstimate> columns = new ArrayList<>();
        aggregate.getGroupSet().forEachInt(key -> columns.add(input.columns().get(key)));
        double rows = 0;
        for (ImmutableBitSet set : aggregate.getGroupSets()) {
            double groups = 1;
            for (int key : set) {
                ColumnEstimate column = input.columns().get(key);
                groups *= column.hasDistinct() ? column.distinct() : Math.sqrt(input.rows());
            }
            rows += Math.max(1, Math.min(input.rows(), groups));
        }
        for (AggregateCall call : aggregate.getAggCallList()) {
            columns.add(
                    call.getAggregation() == AggregateOperator.SAME_VALUE
                            ? input.columns().get(call.getArgList().getFirst())
                            : ColumnEstimate.UNKNOWN);
        }
        return new Estimate(rows, columns);
    }

    private static ColumnEstimate column(RexNode expression, List<ColumnEstimate> input) {
        if (expression instanceof RexInputRef ref) {
            return input.get(ref.getIndex());
        }
        if (expression instanceof RexLiteral) {
            return ColumnEstimate.UNKNOWN.withDistinct(1);
        }
        if (expression instanceof RexCall call && call.getKind() == SqlKind.CAST) {
            return column(call.getOperands().get(0), input);
        }
        if (expression instanceof RexCall call && call.getKind() == SqlKind.EXTRACT) {
            ColumnEstimate operand = column(call.getOperands().get(1), input);
            return ColumnEstimate.UNKNOWN.withDistinct(Math.min(31, operand.hasDistinct() ? operand.distinct() : 31));
        }
        return ColumnEstimate.UNKNOWN;
    }

    /// The two columns that a term compares for equality, casts aside.
    static int @Nullable [] equalColumns(RexNode term) {
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

    /// The part of the rows of a block that a test leaf lets through.
    double testShare(JoinBlock block, int leaf, JoinBlock.Test test) {
        int first = block.firstColumn(leaf);
        int width = block.leaf(leaf).getRowType().getFieldCount();
        RexNode condition = test.condition().getKind() == SqlKind.IS_NOT_FALSE
                ? ((RexCall) test.condition()).getOperands().get(0)
                : test.condition();
        double share = 1;
        for (RexNode term : RelOptUtil.conjunctions(condition)) {
            int @Nullable [] sides = equalColumns(term);
            if (sides != null && isWithin(sides[0], first, width) != isWithin(sides[1], first, width)) {
                boolean testFirst = isWithin(sides[0], first, width);
                int inner = sides[testFirst ? 0 : 1];
                int outer = sides[testFirst ? 1 : 0];
                RelNode other = block.leaf(block.leafOf(outer));
                ColumnEstimate left = column(other, outer - block.firstColumn(block.leafOf(outer)));
                ColumnEstimate right = column(block.leaf(leaf), inner - first);
                double rows = rows(block.leaf(leaf));
                share *= Math.min(1, rows * joinSelectivity(left, right, rows(other), rows));
            } else {
                share *= OTHER_TEST_GUESS;
            }
        }
        return test.kind() == JoinRelType.SEMI ? Math.max(share, 1e-6) : Math.max(0.1, 1 - share);
    }

    private static boolean isWithin(int column, int first, int width) {
        return column >= first && column < first + width;
    }

    /// The part of all pairs that an equality of two leaves of a block lets through; `distinct` if nothing is
    /// known of its sides.
    double equalityShare(JoinBlock block, RexNode condition, double distinct) {
        int @Nullable [] sides = equalColumns(condition);
        if (sides == null) {
            return 1 / Math.max(1, distinct);
        }
        RelNode left = block.leaf(block.leafOf(sides[0]));
        RelNode right = block.leaf(block.leafOf(sides[1]));
        return joinSelectivity(
                column(left, sides[0] - block.firstColumn(block.leafOf(sides[0]))),
                column(right, sides[1] - block.firstColumn(block.leafOf(sides[1]))),
                rows(left),
                rows(right));
    }

    /// The part of all pairs that a condition over several leaves of a block lets through.
    double conditionShare(JoinBlock block, RexNode condition) {
        List<ColumnEstimate> columns = new ArrayList<>();
        for (int leaf = 0; leaf < block.allLeaves().cardinality(); leaf++) {
            columns.addAll(estimate(block.leaf(leaf)).columns());
        }
        return selectivity(condition, columns);
    }

    double selectivity(RelNode input, RexNode condition) {
        return selectivity(condition, estimate(input).columns());
    }

    private static double selectivity(RexNode condition, List<ColumnEstimate> columns) {
        return switch (condition.getKind()) {
            case AND -> conjunction(RelOptUtil.conjunctions(condition), columns);
            case OR -> {
                double none = 1;
                double sum = 0;
                for (RexNode term : ((RexCall) condition).getOperands()) {
                    double share = selectivity(term, columns);
                    none *= 1 - share;
                    sum += share;
                }
                // Terms over one column exclude each other, as those of IN do.
                yield sum < 0.5 ? Math.min(1, sum) : 1 - none;
            }
            case NOT -> 1 - selectivity(((RexCall) condition).getOperands().get(0), columns);
            case LITERAL -> condition.isAlwaysTrue() ? 1 : 0;
            case EQUALS -> equality((RexCall) condition, columns);
            case NOT_EQUALS -> 1 - equality((RexCall) condition, columns);
            case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
                conjunction(List.of(condition), columns);
            case IS_NULL -> nulls((RexCall) condition, columns);
            case IS_NOT_NULL -> 1 - nulls((RexCall) condition, columns);
            case LIKE -> LIKE_GUESS;
            case INPUT_REF -> 0.5;
            default -> OTHER_GUESS;
        };
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
                share *= range == null && !isRange(term) ? selectivity(term, columns) : RANGE_GUESS;
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

    private static double equality(RexCall call, List<ColumnEstimate> columns) {
        int left = columnOf(call.getOperands().get(0));
        int right = columnOf(call.getOperands().get(1));
        int column = left >= 0 ? left : right;
        if (column < 0) {
            return EQUAL_GUESS;
        }
        ColumnEstimate estimate = columns.get(column);
        double share = estimate.hasDistinct() ? 1 / Math.max(1, estimate.distinct()) : EQUAL_GUESS;
        RangeTerm term = RangeTerm.ofEquality(call);
        if (term != null && estimate.hasRange() && (term.bound() < estimate.min() || term.bound() > estimate.max())) {
            return 0;
        }
        return share * (1 - estimate.nullFraction());
    }

    private static double nulls(RexCall call, List<ColumnEstimate> columns) {
        int column = columnOf(call.getOperands().get(0));
        return column < 0 ? 0.1 : columns.get(column).nullFraction();
    }
}
