package io.colonnade.planner.optimize;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.planner.estimate.RowEstimates;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.apache.calcite.rel.RelNode;

/// Puts the tables of each block of inner joins in order.
///
/// ```text
/// the fact, the table with most rows, is the probe side at the bottom; what hangs on it are branches:
///
///        join                     most selective branch first, so that the others see fewer rows
///       /    \
///     join    category |><| department      a snowflake branch is joined by itself, as a build side
///    /    \
///  fact    store
/// ```
///
/// What this makes is compared with the cheapest of all trees ({@link JoinSearch}), as long as these are not
/// too many: when a fact that a filter leaves little of is joined with a large dimension, for one, it is
/// better on the build side.
///
/// A block whose join graph has a circle is ordered greedily: each time the table that leaves the fewest rows. A
/// table that no condition connects is joined last, without a condition, as the query says.
final class JoinOrdering {
    /// In a branch, a build side with this many times the rows of the probe side changes places with it ...
    private static final double SWAP_FACTOR = 2;

    /// ... unless it is small anyway.
    private static final double SWAP_ROWS_MIN = 10_000;

    private final RowEstimates estimates;

    JoinOrdering(CatalogSnapshot snapshot) {
        this.estimates = new RowEstimates(snapshot);
    }

    RelNode order(RelNode rel) {
        if (JoinBlock.beginsAt(rel)) {
            JoinBlock block = JoinBlock.collect(rel, this::order);
            return block.restore(ordered(block));
        }
        List<RelNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (RelNode input : rel.getInputs()) {
            RelNode ordered = order(input);
            changed |= ordered != input;
            inputs.add(ordered);
        }
        return changed ? rel.copy(rel.getTraitSet(), inputs) : rel;
    }

    private JoinBlock.Part ordered(JoinBlock block) {
        JoinBlock.Part joined = order(block, block.innerLeaves(), true);
        for (int test : block.tests().keySet()) {
            joined = block.join(joined, block.part(test));
        }
        return JoinSearch.better(block, estimates, joined);
    }

    /// `isWhole` tells the block, whose fact stays the probe side whatever filters may leave of it, from a branch:
    /// an estimate may be wrong, and what the dimensions know reaches the scan of the fact only from build sides.
    private JoinBlock.Part order(JoinBlock block, BitSet leaves, boolean isWhole) {
        int fact = fact(block, leaves);
        List<BitSet> components = block.components(leaves);
        if (components.size() > 1) {
            List<JoinBlock.Part> parts = new ArrayList<>();
            components.forEach(component -> parts.add(order(block, component, component.get(fact))));
            parts.sort(
                    Comparator.comparing((JoinBlock.Part part) -> !part.leaves().get(fact))
                            .thenComparingDouble(part -> -estimates.rows(part.rel())));
            JoinBlock.Part joined = parts.getFirst();
            for (JoinBlock.Part part : parts.subList(1, parts.size())) {
                joined = block.join(joined, part);
            }
            return joined;
        }
        if (leaves.cardinality() == 1) {
            return block.part(leaves.nextSetBit(0));
        }
        return block.isTree(leaves) ? star(block, leaves, fact, isWhole) : greedy(block, leaves, fact, isWhole);
    }

    private int fact(JoinBlock block, BitSet leaves) {
        int fact = -1;
        double factRows = -1;
        for (int leaf = leaves.nextSetBit(0); leaf >= 0; leaf = leaves.nextSetBit(leaf + 1)) {
            double rows = estimates.baseRows(block.leaf(leaf));
            if (rows > factRows || rows == factRows && block.edgeCount(leaf) > block.edgeCount(fact)) {
                fact = leaf;
                factRows = rows;
            }
        }
        return fact;
    }

    private record Branch(JoinBlock.Part part, double share) {}

    private JoinBlock.Part star(JoinBlock block, BitSet leaves, int fact, boolean isWhole) {
        BitSet others = (BitSet) leaves.clone();
        others.clear(fact);
        JoinBlock.Part joined = block.part(fact);
        double factRows = Math.max(1, estimates.rows(joined.rel()));
        List<Branch> branches = new ArrayList<>();
        for (BitSet component : block.components(others)) {
            JoinBlock.Part part = order(block, component, false);
            double rows = estimates.rows(block.join(joined, part).rel());
            branches.add(new Branch(part, rows / factRows));
        }
        branches.sort(Comparator.comparingDouble(Branch::share)
                .thenComparingDouble(branch -> estimates.rows(branch.part().rel())));
        for (Branch branch : branches) {
            joined = join(block, joined, branch.part(), isWhole);
        }
        return joined;
    }

    private JoinBlock.Part greedy(JoinBlock block, BitSet leaves, int fact, boolean isWhole) {
        BitSet others = (BitSet) leaves.clone();
        others.clear(fact);
        JoinBlock.Part joined = block.part(fact);
        while (!others.isEmpty()) {
            int best = -1;
            double bestRows = Double.POSITIVE_INFINITY;
            for (int leaf = others.nextSetBit(0); leaf >= 0; leaf = others.nextSetBit(leaf + 1)) {
                if (!block.areConnected(joined.leaves(), leaf)) {
                    continue;
                }
                double rows =
                        estimates.rows(block.join(joined, block.part(leaf)).rel());
                if (rows < bestRows) {
                    best = leaf;
                    bestRows = rows;
                }
            }
            joined = join(block, joined, block.part(best), isWhole);
            others.clear(best);
        }
        return joined;
    }

    private JoinBlock.Part join(JoinBlock block, JoinBlock.Part probe, JoinBlock.Part build, boolean isWhole) {
        double probeRows = estimates.rows(probe.rel());
        double buildRows = estimates.rows(build.rel());
        boolean swap = !isWhole && buildRows > SWAP_ROWS_MIN && buildRows > SWAP_FACTOR * probeRows;
        return swap ? block.join(build, probe) : block.join(probe, build);
    }
}
