package io.colonnade.planner.optimize;

import io.colonnade.planner.estimate.RowEstimates;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// The cheapest of all trees that join the leaves of a block, bushy ones included, without products of
/// unconnected parts. It is taken instead of the usual one if it is much cheaper.
///
/// ```text
/// for each pair of connected sets of leaves ({@link ConnectedPairs}), small ones first:
///     cost = cost(left) + cost(right) + rows to build a table of + rows to look up + rows that come out
/// ```
///
/// A test (the right side of a semi or anti join) is only ever a build side by itself, joined to a part that
/// has what it needs: to the search that is an edge from all of that to the test.
///
/// *Limit*: if there are more sets to look at than {@link #STEPS_MAX}, the usual tree stays.
final class JoinSearch {
    /// A clique of 10 leaves, a star of 12, a chain of 30.
    static final int STEPS_MAX = 120_000;

    private static final double BUILD_COST = 3;
    private static final double PROBE_COST = 1;
    private static final double OUTPUT_COST = 1;

    /// Rows of so many bytes cost what rows are said to cost, ...
    private static final double WIDTH_USUAL = 24;

    /// ... and this part of it does not depend on the bytes.
    private static final double WIDTHLESS = 0.95;

    /// Cheaper trees must be so much cheaper that they are preferred to those that come first.
    private static final double MARGIN = 1e-9;

    /// Estimates are not so exact that a tree of another shape should be taken for less.
    private static final double MUCH_BETTER = 0.85;

    private record Choice(double cost, long left, long right) {}

    private final JoinBlock block;
    private final JoinSizes sizes;
    private final int[] leaves;
    private final long tests;
    private final HyperGraph graph;
    private final Map<Long, Choice> choices = new HashMap<>();

    private JoinSearch(JoinBlock block, RowEstimates estimates, BitSet set) {
        this.block = block;
        this.leaves = set.stream().toArray();
        this.sizes = new JoinSizes(block, estimates, leaves);
        this.graph = sizes.graph();
        long isTest = 0;
        for (int i = 0; i < leaves.length; i++) {
            isTest |= block.tests().containsKey(leaves[i]) ? 1L << i : 0;
        }
        this.tests = isTest;
        for (int i = 0; i < leaves.length; i++) {
            JoinBlock.Test test = block.tests().get(leaves[i]);
            if (test != null) {
                addTest(1L << i, sizes.bits(test.needed()));
            }
        }
    }

    /// One that reads no leaf can be joined to any.
    private void addTest(long test, long needed) {
        if (needed != 0) {
            graph.connect(needed, test);
            return;
        }
        for (int i = 0; i < leaves.length; i++) {
            if ((tests & 1L << i) == 0) {
                graph.connect(1L << i, test);
            }
        }
    }

    /// The best tree, if it is much better than `usual`; else that.
    static JoinBlock.Part better(JoinBlock block, RowEstimates estimates, JoinBlock.Part usual) {
        int count = usual.leaves().cardinality();
        if (count < 2 || count > HyperGraph.LEAVES_MAX) {
            return usual;
        }
        JoinSearch search = new JoinSearch(block, estimates, usual.leaves());
        long all = (1L << count) - 1;
        Choice best = search.run() ? search.choices.get(all) : null;
        return best == null || best.cost() >= MUCH_BETTER * search.cost(usual) ? usual : search.part(all);
    }

    private boolean run() {
        for (int i = 0; i < leaves.length; i++) {
            choices.put(1L << i, new Choice(0, 1L << i, 0));
        }
        return ConnectedPairs.visit(
                graph,
                new ConnectedPairs.Visitor() {
                    @Override
                    public boolean isKnown(long set) {
                        return choices.containsKey(set);
                    }

                    @Override
                    public void pair(long left, long right) {
                        consider(left, right);
                        consider(right, left);
                    }
                },
                STEPS_MAX);
    }

    /// Tests build, by themselves.
    private void consider(long probe, long build) {
        boolean isTest = (build & ~tests) == 0;
        Choice left = choices.get(probe);
        Choice right = choices.get(build);
        if (left == null || right == null || (probe & ~tests) == 0 || isTest && Long.bitCount(build) > 1) {
            return;
        }
        long both = probe | build;
        double cost = left.cost() + right.cost() + cost(probe, build, both);
        Choice best = choices.get(both);
        if (best == null || cost < best.cost() * (1 - MARGIN)) {
            choices.put(both, new Choice(cost, probe, build));
        }
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

    private double cost(long left, long right, long both) {
        double probeRows = sizes.rows(left);
        double buildRows = sizes.rows(right);
        long built = right;
        if ((right & ~tests) == 0 && buildRows > probeRows) {
            // Plans turn such a test round.
            double rows = probeRows;
            probeRows = buildRows;
            buildRows = rows;
            built = left;
        }
        return BUILD_COST * buildRows * byWidth(built)
                + PROBE_COST * probeRows
                + OUTPUT_COST * sizes.rows(both) * byWidth(both);
    }

    private double byWidth(long set) {
        return WIDTHLESS + (1 - WIDTHLESS) * sizes.width(set) / WIDTH_USUAL;
    }

    private JoinBlock.Part part(long set) {
        Choice choice = choices.get(set);
        if (choice == null) {
            throw new IllegalStateException("no tree for " + Long.toBinaryString(set));
        }
        return choice.right() == 0
                ? block.part(leaves[Long.numberOfTrailingZeros(set)])
                : block.join(part(choice.left()), part(choice.right()));
    }
}
