package io.colonnade.planner.optimize;

import io.colonnade.planner.estimate.ColumnEstimate;
import io.colonnade.planner.estimate.RowEstimates;
import io.colonnade.planner.key.UniqueColumns;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/// How many rows the leaves of a block have when some of them are joined, whatever the order.
///
/// The rows of a set of leaves are those without its last one, times the rows of that one, times the share of
/// pairs that have equal columns: `1 / max(distinct)` for each class of equal columns. When these are all
/// columns of a key, a row has at most one partner, however few pairs the shares of the columns would leave.
final class JoinSizes {
    /// A column of a leaf that is in a class of equal columns.
    private record Member(int leaf, int column, double distinct) {}

    private record Other(long set, double share) {}

    private final int[] leaves;
    private final double[] rows;
    private final double[] testShares;
    private final long tests;
    private final List<List<Member>> classes = new ArrayList<>();
    private final List<Other> others = new ArrayList<>();
    private final HyperGraph graph;
    private final double[] widths;
    private final List<List<BitSet>> keys = new ArrayList<>();
    private final double[] keyRows;
    private final Map<Long, Double> known = new HashMap<>();

    JoinSizes(JoinBlock block, RowEstimates estimates, int[] leaves) {
        this.leaves = leaves;
        int count = leaves.length;
        this.rows = new double[count];
        this.testShares = new double[count];
        this.graph = new HyperGraph(count);
        this.widths = RowWidths.of(block, leaves);
        this.keyRows = new double[count];
        JoinShares shares = new JoinShares(block, estimates);
        long isTest = 0;
        for (int i = 0; i < count; i++) {
            rows[i] = estimates.rows(block.leaf(leaves[i]));
            keyRows[i] = estimates.baseRows(block.leaf(leaves[i]));
            keys.add(UniqueColumns.of(block.leaf(leaves[i])));
            JoinBlock.Test test = block.tests().get(leaves[i]);
            if (test != null) {
                isTest |= 1L << i;
                testShares[i] = shares.ofTest(leaves[i], test);
            }
        }
        this.tests = isTest;
        addClasses(block, estimates);
        block.otherConditions().forEach((condition, used) -> addOther(block, shares, condition, used));
    }

    private void addClasses(JoinBlock block, RowEstimates estimates) {
        for (BitSet columns : block.equalColumns().classes()) {
            List<Member> members = new ArrayList<>();
            long together = 0;
            for (int column = columns.nextSetBit(0); column >= 0; column = columns.nextSetBit(column + 1)) {
                int leaf = indexOf(block.leafOf(column));
                if (leaf >= 0 && (together & 1L << leaf) == 0) {
                    int local = column - block.firstColumn(leaves[leaf]);
                    ColumnEstimate estimate = estimates.column(block.leaf(leaves[leaf]), local);
                    double distinct = estimate.hasDistinct() ? estimate.distinct() : Math.max(1, rows[leaf]);
                    members.add(new Member(leaf, local, distinct));
                    together |= 1L << leaf;
                }
            }
            classes.add(members);
            connect(together);
        }
    }

    private void addOther(JoinBlock block, JoinShares shares, RexNode condition, BitSet used) {
        long set = bits(used);
        if (Long.bitCount(set) < used.cardinality()) {
            return;
        }
        boolean isEquality = block.isEquality(condition);
        double share = isEquality
                ? shares.ofEquality(condition, Math.min(rowsOfFirst(set), rowsOfFirst(set & (set - 1))))
                : shares.of(condition);
        others.add(new Other(set, share));
        if (isEquality) {
            connect(set);
        } else {
            connectSides(block, condition);
        }
    }

    /// An equality of several leaves can be a key of what has those of one side.
    private void connectSides(JoinBlock block, RexNode condition) {
        if (condition instanceof RexCall call && call.getKind() == SqlKind.EQUALS) {
            BitSet left = block.leavesOf(call.getOperands().get(0));
            BitSet right = block.leavesOf(call.getOperands().get(1));
            if (!left.intersects(right)) {
                graph.connect(bits(left), bits(right));
            }
        }
    }

    private double rowsOfFirst(long set) {
        return rows[Long.numberOfTrailingZeros(set)];
    }

    private void connect(long set) {
        for (long rest = set; rest != 0; rest &= rest - 1) {
            for (long other = rest & (rest - 1); other != 0; other &= other - 1) {
                graph.connect(Long.lowestOneBit(rest), Long.lowestOneBit(other));
            }
        }
    }

    private int indexOf(int leaf) {
        for (int i = 0; i < leaves.length; i++) {
            if (leaves[i] == leaf) {
                return i;
            }
        }
        return -1;
    }

    /// The bits of those of `used` that take part.
    long bits(BitSet used) {
        long set = 0;
        for (int leaf = used.nextSetBit(0); leaf >= 0; leaf = used.nextSetBit(leaf + 1)) {
            int index = indexOf(leaf);
            set |= index < 0 ? 0 : 1L << index;
        }
        return set;
    }

    /// What the equalities of leaves connect, without tests.
    HyperGraph graph() {
        return graph;
    }

    /// About how many bytes a row of these leaves has of what is wanted of them, tests aside.
    double width(long set) {
        double width = 0;
        for (long rest = set & ~tests; rest != 0; rest &= rest - 1) {
            width += widths[Long.numberOfTrailingZeros(rest)];
        }
        return width;
    }

    double rows(long set) {
        if ((set & (set - 1)) == 0) {
            return rows[Long.numberOfTrailingZeros(set)];
        }
        Double size = known.get(set);
        if (size == null) {
            size = Math.max(1, compute(set));
            known.put(set, size);
        }
        return size;
    }

    private double compute(long set) {
        long test = set & tests;
        if (test != 0) {
            int last = Long.numberOfTrailingZeros(test);
            return rows(set & ~(1L << last)) * testShares[last];
        }
        int last = last(set);
        long rest = set & ~(1L << last);
        double size = rows(rest) * rows[last] * share(last, rest);
        for (Other other : others) {
            if ((other.set() & ~set) == 0 && (other.set() & 1L << last) != 0) {
                size *= other.share();
            }
        }
        return size;
    }

    /// A leaf without which the others stay connected, so that no product of rows is estimated on the way.
    private int last(long set) {
        for (long rest = set; rest != 0; ) {
            long leaf = Long.highestOneBit(rest);
            rest &= ~leaf;
            if (isConnected(set & ~leaf)) {
                return Long.numberOfTrailingZeros(leaf);
            }
        }
        return 63 - Long.numberOfLeadingZeros(set);
    }

    private boolean isConnected(long set) {
        long reached = Long.lowestOneBit(set);
        long before = 0;
        while (reached != before) {
            before = reached;
            reached |= graph.neighbourhood(reached, ~set);
        }
        return reached == set;
    }

    /// The share of pairs of a leaf and a set that have equal columns.
    private double share(int leaf, long rest) {
        double share = 1;
        BitSet own = new BitSet();
        Map<Integer, BitSet> theirs = new HashMap<>();
        for (List<Member> members : classes) {
            Member mine = null;
            double distinct = Double.POSITIVE_INFINITY;
            for (Member member : members) {
                if (member.leaf() == leaf) {
                    mine = member;
                } else if ((rest & 1L << member.leaf()) != 0) {
                    distinct = Math.min(distinct, member.distinct());
                }
            }
            if (mine == null || distinct == Double.POSITIVE_INFINITY) {
                continue;
            }
            share /= Math.max(1, Math.max(mine.distinct(), distinct));
            own.set(mine.column());
            for (Member member : members) {
                if ((rest & 1L << member.leaf()) != 0) {
                    theirs.computeIfAbsent(member.leaf(), key -> new BitSet()).set(member.column());
                }
            }
        }
        double least = isKey(leaf, own) ? 1 / keyRows[leaf] : 0;
        for (Map.Entry<Integer, BitSet> entry : theirs.entrySet()) {
            // One that has them all: of others, a row of the set may have been joined to many.
            boolean hasAll = entry.getValue().cardinality() >= own.cardinality();
            if (hasAll && isKey(entry.getKey(), entry.getValue())) {
                least = Math.max(least, 1 / keyRows[entry.getKey()]);
            }
        }
        return own.cardinality() > 1 ? Math.max(share, least) : share;
    }

    private boolean isKey(int leaf, BitSet columns) {
        return keys.get(leaf).stream().anyMatch(key -> {
            BitSet missing = (BitSet) key.clone();
            missing.andNot(columns);
            return missing.isEmpty();
        });
    }
}
