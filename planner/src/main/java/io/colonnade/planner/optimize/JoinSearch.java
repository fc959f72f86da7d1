package io.colonnade.planner.optimize;

import io.colonnade.planner.estimate.RowEstimates;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The cheapest of all trees that join the leaves of a block, bushy ones included, without products of
/// unconnected parts. It is taken instead of the usual one if it is much cheaper.
///
/// ```text
/// for each set of leaves, small ones first:   for each way to cut it in two connected parts:
///     cost = cost(left) + cost(right) + rows to build a table of + rows to look up + rows that come out
/// ```
///
/// Sets are the bits of a number. A test (the right side of a semi or anti join) is only ever a build side by
/// itself, joined to a part that has what it needs.
final class JoinSearch {
    /// Leaves of a block: up to so many, all trees are looked at (3^n / 2 cuts).
    static final int LEAVES_MAX = 10;

    private static final double BUILD_COST = 3;
    private static final double PROBE_COST = 1;
    private static final double OUTPUT_COST = 1;
    /// Cheaper trees must be so much cheaper that they are preferred to those that come first.
    private static final double MARGIN = 1e-9;

    /// Estimates are not so exact that a tree of another shape should be taken for less.
    private static final double MUCH_BETTER = 0.85;

    private record Choice(double cost, int left, int right) {}

    private final JoinBlock block;
    private final JoinSizes sizes;
    private final int[] leaves;
    private final int tests;
    private final int[] needed;
    private final Map<Integer, @Nullable Choice> choices = new HashMap<>();

    private JoinSearch(JoinBlock block, RowEstimates estimates, BitSet set) {
        this.block = block;
        this.leaves = set.stream().toArray();
        this.sizes = new JoinSizes(block, estimates, leaves);
        this.needed = new int[leaves.length];
        int isTest = 0;
        for (int i = 0; i < leaves.length; i++) {
            JoinBlock.Test test = block.tests().get(leaves[i]);
            if (test != null) {
                isTest |= 1 << i;
                needed[i] = sizes.bits(test.needed());
            }
        }
        this.tests = isTest;
    }

    /// The best tree, if it is much better than `usual`; else that.
    static JoinBlock.Part better(JoinBlock block, RowEstimates estimates, JoinBlock.Part usual) {
        if (usual.leaves().cardinality() > LEAVES_MAX) {
            return usual;
        }
        JoinSearch search = new JoinSearch(block, estimates, usual.leaves());
        int all = (1 << search.leaves.length) - 1;
        Choice best = search.choice(all);
        return best == null || best.cost() >= MUCH_BETTER * search.cost(usual) ? usual : search.part(all);
    }

    private double cost(JoinBlock.Part part) {
        JoinBlock.Part probe = part.probe();
        JoinBlock.Part build = part.build();
        return probe == null || build == null
                ? 0
                : cost(probe)
                        + cost(build)
                        + cost(sizes.bits(probe.leaves()), sizes.bits(build.leaves()), sizes.bits(part.leaves()));
    }

    private double cost(int left, int right, int both) {
        double probeRows = sizes.rows(left);
        double buildRows = sizes.rows(right);
        if ((right & ~tests) == 0 && buildRows > probeRows) {
            // Plans turn such a test round.
            double rows = probeRows;
            probeRows = buildRows;
            buildRows = rows;
        }
        return BUILD_COST * buildRows + PROBE_COST * probeRows + OUTPUT_COST * sizes.rows(both);
    }

    private JoinBlock.Part part(int set) {
        Choice choice = choice(set);
        if (choice == null) {
            throw new IllegalStateException("no tree for " + Integer.toBinaryString(set));
        }
        return choice.right() == 0
                ? block.part(leaves[Integer.numberOfTrailingZeros(set)])
                : block.join(part(choice.left()), part(choice.right()));
    }

    private @Nullable Choice choice(int set) {
        if (choices.containsKey(set)) {
            return choices.get(set);
        }
        Choice best = Integer.bitCount(set) == 1 ? new Choice(0, set, 0) : cheapest(set);
        choices.put(set, best);
        return best;
    }

    private @Nullable Choice cheapest(int set) {
        Choice best = null;
        for (int right = (set - 1) & set; right > 0; right = (right - 1) & set) {
            int left = set & ~right;
            if (!mayJoin(left, right)) {
                continue;
            }
            Choice probe = choice(left);
            Choice build = probe == null ? null : choice(right);
            if (probe == null || build == null) {
                continue;
            }
            double cost = probe.cost() + build.cost() + cost(left, right, set);
            if (best == null || cost < best.cost() * (1 - MARGIN)) {
                best = new Choice(cost, left, right);
            }
        }
        return best;
    }

    private boolean mayJoin(int left, int right) {
        if ((right & tests) != 0 && Integer.bitCount(right) == 1) {
            int test = Integer.numberOfTrailingZeros(right);
            return (needed[test] & ~left) == 0 && (left & ~tests) != 0;
        }
        return (left & ~tests) != 0
                && (right & ~tests) != 0
                && hasWhatItsTestsNeed(left)
                && hasWhatItsTestsNeed(right)
                && sizes.areConnected(left & ~tests, right & ~tests);
    }

    private boolean hasWhatItsTestsNeed(int set) {
        for (int rest = set & tests; rest != 0; rest &= rest - 1) {
            if ((needed[Integer.numberOfTrailingZeros(rest)] & ~set) != 0) {
                return false;
            }
        }
        return true;
    }
}
