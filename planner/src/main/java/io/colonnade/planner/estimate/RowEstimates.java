package io.colonnade.planner.estimate;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.ColumnStatistics;
import io.colonnade.core.catalog.TableStatistics;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.algebra.Shared;
import io.colonnade.planner.key.Dependencies;
import io.colonnade.planner.key.UniqueColumns;
import io.colonnade.planner.subquery.SubqueryJoin;
import io.colonnade.planner.type.AggregateOperator;
import io.colonnade.planner.validate.CatalogBridge.BridgedFiles;
import io.colonnade.planner.validate.CatalogBridge.BridgedTable;
import java.util.ArrayList;
import java.util.BitSet;
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
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/// How many rows each relational expression will have, from the statistics of the tables.
///
/// A table without statistics counts as 1000 rows. A filter keeps the share of its condition
/// ({@link ConditionShares}). Joins on keys follow the usual rule
/// `left * right / max(distinct)`, with the distinct values that the columns had before any filter.
public final class RowEstimates {
    private static final double ROWS_DEFAULT = 1000;

    private record Estimate(double rows, List<ColumnEstimate> columns) {}

    private final CatalogSnapshot snapshot;
    private final Map<RelNode, Estimate> known = new IdentityHashMap<>();

    public RowEstimates(CatalogSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    public double rows(RelNode rel) {
        return estimate(rel).rows();
    }

    private static double tableRows(RelNode rel, CatalogSnapshot snapshot) {
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

    /// Rows of its largest table with no filter at all.
    public double baseRows(RelNode rel) {
        return tableRows(rel, snapshot);
    }

    public ColumnEstimate column(RelNode rel, int index) {
        return columns(rel).get(index);
    }

    public List<ColumnEstimate> columns(RelNode rel) {
        return estimate(rel).columns();
    }

    /// The share of pairs that an equality of two columns keeps.
    public static double joinSelectivity(ColumnEstimate left, ColumnEstimate right, double leftRows, double rightRows) {
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
                double share = ConditionShares.of(filter.getCondition(), input.columns());
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
                    && isConstant(call.getOperands().get(1))) {
                columns.set(ref.getIndex(), columns.get(ref.getIndex()).withDistinct(1));
            }
        }
        return columns;
    }

    private static boolean isConstant(RexNode expression) {
        return expression instanceof RexLiteral || expression instanceof RexDynamicParam;
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
        BitSet leftKeys = new BitSet();
        BitSet rightKeys = new BitSet();
        for (RexNode term : RelOptUtil.conjunctions(join.getCondition())) {
            int @Nullable [] sides = ConditionShares.equalColumns(term);
            if (sides != null && sides[0] < leftCount != sides[1] < leftCount) {
                int leftColumn = Math.min(sides[0], sides[1]);
                int rightColumn = Math.max(sides[0], sides[1]);
                leftKeys.set(leftColumn);
                rightKeys.set(rightColumn - leftCount);
                share *= joinSelectivity(both.get(leftColumn), both.get(rightColumn), left.rows(), right.rows());
                matchShare *= Math.min(
                        1,
                        right.rows()
                                * joinSelectivity(
                                        both.get(leftColumn), both.get(rightColumn), left.rows(), right.rows()));
            } else {
                share *= ConditionShares.of(term, both);
            }
        }
        if (leftKeys.cardinality() > 1 || rightKeys.cardinality() > 1) {
            share = Math.max(share, leastShare(join, leftKeys, rightKeys));
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

    /// Of a key of several columns a row has one partner, however few pairs the shares of the columns would leave:
    /// they depend on one another. 0 if there is no such key, or another condition.
    private double leastShare(Join join, BitSet leftKeys, BitSet rightKeys) {
        boolean onlyKeys = RelOptUtil.conjunctions(join.getCondition()).size()
                == join.analyzeCondition().leftKeys.size();
        if (!onlyKeys) {
            return 0;
        }
        double ofLeft = isKey(join.getLeft(), leftKeys) ? 1 / Math.max(1, baseRows(join.getLeft())) : 0;
        double ofRight = isKey(join.getRight(), rightKeys) ? 1 / Math.max(1, baseRows(join.getRight())) : 0;
        return Math.max(ofLeft, ofRight);
    }

    /// Whether a key needs all of the columns: what is compared beside a key takes rows away.
    private static boolean isKey(RelNode rel, BitSet columns) {
        return isUnique(rel, columns)
                && columns.stream().noneMatch(column -> {
                    BitSet others = (BitSet) columns.clone();
                    others.clear(column);
                    return isUnique(rel, others);
                });
    }

    private static boolean isUnique(RelNode rel, BitSet columns) {
        BitSet known = Dependencies.closure(rel, columns);
        return UniqueColumns.of(rel).stream().anyMatch(key -> key.stream().allMatch(known::get));
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
        if (isConstant(expression)) {
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
}
