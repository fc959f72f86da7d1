package io.colonnade.planner.optimize;

/// All pairs of connected sets of leaves that an edge joins, each once, and smaller sets before larger ones (DPhyp:
/// Moerkotte and Neumann, *Dynamic Programming Strikes Back*, 2008).
///
/// ```text
/// a - b - c - d      {c}{d}  {b}{c} {b}{cd} {bc}{d}  {a}{b} {a}{bc} {a}{bcd} {ab}{c} ..    chain: n^3 / 6 pairs
///                    star: n 2^n / 4        clique: 3^n / 2
/// ```
///
/// A set grows by subsets of its neighbours, never by leaves before its first one, so that no set comes twice.
///
/// *Limit*: the steps are counted, not timed, so that a query has one plan on any machine.
final class ConnectedPairs {
    interface Visitor {
        /// Whether a tree of these leaves has been found.
        boolean isKnown(long set);

        /// Both have a tree, an edge connects them. Their order says nothing.
        void pair(long left, long right);
    }

    private final HyperGraph graph;
    private final Visitor visitor;
    private long stepsLeft;

    private ConnectedPairs(HyperGraph graph, Visitor visitor, long stepsMax) {
        this.graph = graph;
        this.visitor = visitor;
        this.stepsLeft = stepsMax;
    }

    /// False if there are more than `stepsMax` sets to look at; not all pairs have come then. Single leaves
    /// are known before.
    static boolean visit(HyperGraph graph, Visitor visitor, long stepsMax) {
        ConnectedPairs pairs = new ConnectedPairs(graph, visitor, stepsMax);
        for (int leaf = graph.leaves() - 1; leaf >= 0 && pairs.stepsLeft > 0; leaf--) {
            long first = 1L << leaf;
            pairs.partnersOf(first);
            pairs.grow(first, upTo(first));
        }
        return pairs.stepsLeft > 0;
    }

    /// The leaf and all before it.
    private static long upTo(long leaf) {
        return leaf | leaf - 1;
    }

    private void grow(long set, long excluded) {
        long neighbours = graph.neighbourhood(set, excluded);
        for (long part = next(0, neighbours); part != 0 && stepsLeft > 0; part = next(part, neighbours)) {
            if (visitor.isKnown(set | part)) {
                partnersOf(set | part);
            }
        }
        for (long part = next(0, neighbours); part != 0 && stepsLeft > 0; part = next(part, neighbours)) {
            grow(set | part, excluded | neighbours);
        }
    }

    private void partnersOf(long set) {
        long excluded = set | upTo(Long.lowestOneBit(set));
        long neighbours = graph.neighbourhood(set, excluded);
        for (long rest = neighbours; rest != 0 && stepsLeft > 0; ) {
            long partner = Long.highestOneBit(rest);
            rest &= ~partner;
            stepsLeft--;
            if (graph.areConnected(set, partner)) {
                visitor.pair(set, partner);
            }
            growPartner(set, partner, excluded | upTo(partner) & neighbours);
        }
    }

    private void growPartner(long set, long partner, long excluded) {
        long neighbours = graph.neighbourhood(partner, excluded);
        for (long part = next(0, neighbours); part != 0 && stepsLeft > 0; part = next(part, neighbours)) {
            if (visitor.isKnown(partner | part) && graph.areConnected(set, partner | part)) {
                visitor.pair(set, partner | part);
            }
        }
        for (long part = next(0, neighbours); part != 0 && stepsLeft > 0; part = next(part, neighbours)) {
            growPartner(set, partner | part, excluded | neighbours);
        }
    }

    /// The subset of `all` that follows `part`, smaller ones of the same leaves first; 0 at the end.
    private long next(long part, long all) {
        stepsLeft--;
        return part - all & all;
    }
}
