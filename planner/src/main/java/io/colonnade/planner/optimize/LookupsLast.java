package io.colonnade.planner.optimize;

import io.colonnade.planner.estimate.ColumnEstimate;
import io.colonnade.planner.estimate.RowEstimates;
import io.colonnade.planner.key.Dependencies;
import io.colonnade.planner.key.EqualColumns;
import io.colonnade.planner.key.UniqueColumns;
import io.colonnade.planner.type.AggregateOperator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/// Joins tables that only lend columns to groups when the groups are there.
///
/// ```text
/// Aggregate c_custkey: SUM(price), any c_name, any n_name      Join nation
///   Join nation                                          ->      Join customer
///     Join customer                                                Aggregate o_custkey: SUM(price)
///       Join orders, lineitem                                        Join orders, lineitem
/// ```
///
/// Such a table is read whole, found by its key, of which the groups know the columns that it is compared
/// with, and nothing is aggregated of it: a group has one partner in it at most.
final class LookupsLast {
    /// A table takes no rows away if this part of them has a partner.
    private static final double SHARE_MIN = 0.9;

    private final RowEstimates estimates;
    private final Aggregate aggregate;
    private final JoinBlock block;
    /// The columns of the input of the aggregate, over the block columns.
    private final List<RexNode> row;
    /// The block columns that are the same in all rows of a group.
    private final BitSet known = new BitSet();
    private final BitSet last = new BitSet();

    /// `row` are the columns of the input of the aggregate, over the columns of `base`.
    LookupsLast(RowEstimates estimates, Aggregate aggregate, List<RexNode> row, RelNode base) {
        this.estimates = estimates;
        this.aggregate = aggregate;
        this.block = JoinBlock.collect(base, leaf -> leaf);
        this.row = row.stream()
                .map(column -> JoinBlock.replace(column, block.fields()))
                .toList();
        BitSet keys = new BitSet();
        for (int key : aggregate.getGroupSet()) {
            if (row.get(key) instanceof RexInputRef ref) {
                keys.set(ref.getIndex());
            }
        }
        Dependencies.closure(base, keys).stream().forEach(column -> {
            if (block.fields().get(column) instanceof RexInputRef ref) {
                known.set(ref.getIndex());
            }
        });
    }

    /// The aggregate in a better shape, null if there is none.
    @Nullable
    RelNode apply() {
        if (block.hasLeafless() || !isSimple()) {
            return null;
        }
        boolean found = true;
        while (found) {
            found = false;
            BitSet first = block.innerLeaves();
            first.andNot(last);
            for (int leaf = first.nextSetBit(0); leaf >= 0; leaf = first.nextSetBit(leaf + 1)) {
                if (first.cardinality() > 1 && canBeLast(leaf, first)) {
                    last.set(leaf);
                    first.clear(leaf);
                    found = true;
                }
            }
        }
        return last.isEmpty() ? null : joinedLast();
    }

    private boolean isSimple() {
        for (int key : aggregate.getGroupSet()) {
            if (!(row.get(key) instanceof RexInputRef)) {
                return false;
            }
        }
        return aggregate.getAggCallList().stream()
                .allMatch(call -> GroupsFirst.isSafe(call, row)
                        && (!isLent(call) || row.get(call.getArgList().getFirst()) instanceof RexInputRef));
    }

    private static boolean isLent(AggregateCall call) {
        return call.getAggregation() == AggregateOperator.SAME_VALUE;
    }

    private boolean canBeLast(int leaf, BitSet first) {
        BitSet rest = (BitSet) first.clone();
        rest.clear(leaf);
        return !isAggregated(leaf)
                && block.tests().values().stream()
                        .noneMatch(test -> test.needed().get(leaf))
                && block.otherConditions().values().stream().noneMatch(leaves -> leaves.get(leaf))
                && block.components(rest).size() == 1
                && isLookedUp(leaf, columnsOf(rest))
                && keepsRows(leaf)
                && groupsKnow(leaf, rest);
    }

    private boolean isAggregated(int leaf) {
        return aggregate.getAggCallList().stream()
                .filter(call -> !isLent(call))
                .flatMap(call -> call.getArgList().stream())
                .anyMatch(argument -> block.leavesOf(row.get(argument)).get(leaf));
    }

    /// Whether the columns of leaves that come before it find at most one row in it.
    private boolean isLookedUp(int leaf, BitSet before) {
        BitSet compared = new BitSet();
        int from = block.firstColumn(leaf);
        int to = from + block.leaf(leaf).getRowType().getFieldCount();
        for (BitSet members : block.equalColumns().classes()) {
            if (members.intersects(before)) {
                members.stream()
                        .filter(column -> column >= from && column < to)
                        .forEach(column -> compared.set(column - from));
            }
        }
        return UniqueColumns.of(block.leaf(leaf)).stream()
                .anyMatch(key -> key.stream().allMatch(compared::get));
    }

    /// Whether all of its rows are there, so that rows that look for a partner mostly find one.
    private boolean keepsRows(int leaf) {
        RelNode rel = block.leaf(leaf);
        double rows = estimates.rows(rel);
        if (rows < SHARE_MIN * estimates.baseRows(rel)) {
            return false;
        }
        for (BitSet members : block.equalColumns().classes()) {
            int own = EqualColumns.firstOf(members, columnsOf(leaf));
            for (int other = members.nextSetBit(0); own >= 0 && other >= 0; other = members.nextSetBit(other + 1)) {
                int leafOfOther = block.leafOf(other);
                RelNode otherRel = block.leaf(leafOfOther);
                ColumnEstimate left = estimates.column(rel, own - block.firstColumn(leaf));
                ColumnEstimate right = estimates.column(otherRel, other - block.firstColumn(leafOfOther));
                if (leafOfOther != leaf
                        && left.hasDistinct()
                        && right.hasDistinct()
                        && left.distinct() < SHARE_MIN * right.distinct()) {
                    return false;
                }
            }
        }
        return true;
    }

    private BitSet columnsOf(int leaf) {
        BitSet columns = new BitSet();
        columns.set(
                block.firstColumn(leaf),
                block.firstColumn(leaf) + block.leaf(leaf).getRowType().getFieldCount());
        return columns;
    }

    private BitSet columnsOf(BitSet leaves) {
        BitSet columns = new BitSet();
        leaves.stream().forEach(leaf -> columns.or(columnsOf(leaf)));
        return columns;
    }

    /// Whether groups of the other leaves that come first have all that the last ones are compared with, and all
    /// keys.
    private boolean groupsKnow(int leaf, BitSet rest) {
        BitSet after = (BitSet) last.clone();
        after.set(leaf);
        BitSet before = columnsOf(rest);
        BitSet lent = columnsOf(after);
        for (BitSet members : block.equalColumns().classes()) {
            int own = EqualColumns.firstOf(members, before);
            if (own >= 0 && members.intersects(lent) && !known.get(own)) {
                return false;
            }
        }
        for (int key : aggregate.getGroupSet()) {
            if (inFirst(((RexInputRef) row.get(key)).getIndex(), before) < 0) {
                return false;
            }
        }
        return true;
    }

    /// The column itself or one that equals it, among `before`; -1 if there is none.
    private int inFirst(int column, BitSet before) {
        if (before.get(column)) {
            return column;
        }
        for (BitSet members : block.equalColumns().classes()) {
            if (members.get(column)) {
                return EqualColumns.firstOf(members, before);
            }
        }
        return -1;
    }

    // --- the new shape ---

    private RelNode joinedLast() {
        RexBuilder builder = aggregate.getCluster().getRexBuilder();
        BitSet first = block.innerLeaves();
        first.andNot(last);
        BitSet before = columnsOf(first);
        Set<Integer> keys = new TreeSet<>();
        aggregate.getGroupSet().forEachInt(key -> keys.add(inFirst(((RexInputRef) row.get(key)).getIndex(), before)));
        BitSet lent = columnsOf(last);
        for (BitSet members : block.equalColumns().classes()) {
            int own = EqualColumns.firstOf(members, before);
            if (own >= 0 && members.intersects(lent)) {
                keys.add(own);
            }
        }
        JoinBlock.Part part = connected(first);
        int[] positions = block.positions(part.order());
        List<RexNode> arguments = new ArrayList<>();
        // Where block columns stand in the row that is made.
        Map<Integer, Integer> places = new HashMap<>();
        for (int key : keys) {
            places.put(key, arguments.size());
            arguments.add(new RexInputRef(
                    positions[key],
                    part.rel().getRowType().getFieldList().get(positions[key]).getType()));
        }
        Map<AggregateCall, Integer> results = new HashMap<>();
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            if (isLent(call)
                    && lent.get(((RexInputRef) row.get(call.getArgList().getFirst())).getIndex())) {
                continue;
            }
            List<Integer> moved = new ArrayList<>();
            for (int argument : call.getArgList()) {
                moved.add(arguments.size());
                arguments.add(JoinBlock.move(row.get(argument), positions));
            }
            results.put(call, keys.size() + calls.size());
            calls.add(call.withArgList(moved));
        }
        RelNode source = LogicalProject.create(part.rel(), List.of(), arguments, (List<String>) null, Set.of());
        RelNode joined = GroupKeys.reduced(LogicalAggregate.create(
                source, List.of(), ImmutableBitSet.range(keys.size()), null, GroupsFirst.retyped(calls, source)));
        BitSet open = (BitSet) last.clone();
        while (!open.isEmpty()) {
            int leaf = next(open, places);
            joined = join(joined, leaf, places, builder);
            open.clear(leaf);
        }
        List<RexNode> columns = new ArrayList<>();
        for (int key : aggregate.getGroupSet()) {
            int column = inFirst(((RexInputRef) row.get(key)).getIndex(), before);
            columns.add(RexInputRef.of(places.getOrDefault(column, 0), joined.getRowType()));
        }
        for (AggregateCall call : aggregate.getAggCallList()) {
            Integer place = results.get(call);
            if (place == null) {
                place = places.get(((RexInputRef) row.get(call.getArgList().getFirst())).getIndex());
            }
            columns.add(RexInputRef.of(place == null ? 0 : place, joined.getRowType()));
        }
        return GroupsFirst.projected(joined, columns, aggregate);
    }

    /// The leaves that come first, and the tests, each joined to what it is connected with.
    private JoinBlock.Part connected(BitSet first) {
        BitSet open = (BitSet) first.clone();
        JoinBlock.Part joined = block.part(open.nextSetBit(0));
        open.clear(open.nextSetBit(0));
        while (!open.isEmpty()) {
            int next = open.nextSetBit(0);
            for (int leaf = next; leaf >= 0; leaf = open.nextSetBit(leaf + 1)) {
                if (block.areConnected(joined.leaves(), leaf)) {
                    next = leaf;
                    break;
                }
            }
            joined = block.join(joined, block.part(next));
            open.clear(next);
        }
        for (int test : block.tests().keySet()) {
            joined = block.join(joined, block.part(test));
        }
        return joined;
    }

    /// A leaf that can be looked up with the columns there are.
    private int next(BitSet open, Map<Integer, Integer> places) {
        BitSet there = new BitSet();
        places.keySet().forEach(there::set);
        return open.stream()
                .filter(leaf -> block.equalColumns().classes().stream()
                        .anyMatch(members -> members.intersects(columnsOf(leaf)) && members.intersects(there)))
                .findFirst()
                .orElseThrow();
    }

    private RelNode join(RelNode joined, int leaf, Map<Integer, Integer> places, RexBuilder builder) {
        RelNode rel = block.leaf(leaf);
        int width = joined.getRowType().getFieldCount();
        BitSet there = new BitSet();
        places.keySet().forEach(there::set);
        BitSet own = columnsOf(leaf);
        List<RexNode> terms = new ArrayList<>();
        for (BitSet members : block.equalColumns().classes()) {
            int left = EqualColumns.firstOf(members, there);
            int right = EqualColumns.firstOf(members, own);
            Integer place = places.get(left);
            if (place != null && right >= 0) {
                int column = right - block.firstColumn(leaf);
                terms.add(builder.makeCall(
                        SqlStdOperatorTable.EQUALS,
                        RexInputRef.of(place, joined.getRowType()),
                        new RexInputRef(
                                width + column,
                                rel.getRowType().getFieldList().get(column).getType())));
            }
        }
        own.stream().forEach(column -> places.put(column, width + column - block.firstColumn(leaf)));
        return LogicalJoin.create(
                joined, rel, List.of(), RexUtil.composeConjunction(builder, terms), Set.of(), JoinRelType.INNER);
    }
}
