package io.colonnade.planner.optimize;

import java.util.ArrayList;
import java.util.List;

/// Which leaves of a block conditions hold together. Sets of leaves are the bits of a number.
///
/// ```text
/// a.x = b.x               {a} - {b}          an edge
/// a.x + b.y = c.z         {a, b} - {c}       a hyperedge: of use when both a and b are there
/// EXISTS t of a.x + b.y   {a, b} - {t}       so do tests need the leaves that they read
/// ```
final class HyperGraph {
    /// At most so many leaves: a set is 64 bits, of which one stays free.
    static final int LEAVES_MAX = 62;

    private record Edge(long left, long right) {}

    private final int leaves;
    private final long[] neighbours;
    private final List<Edge> hyperedges = new ArrayList<>();

    HyperGraph(int leaves) {
        this.leaves = leaves;
        this.neighbours = new long[leaves];
    }

    int leaves() {
        return leaves;
    }

    /// The sides have no leaf in common.
    void connect(long left, long right) {
        if (Long.bitCount(left) == 1 && Long.bitCount(right) == 1) {
            neighbours[Long.numberOfTrailingZeros(left)] |= right;
            neighbours[Long.numberOfTrailingZeros(right)] |= left;
        } else if (left != 0 && right != 0 && !hyperedges.contains(new Edge(left, right))) {
            hyperedges.add(new Edge(left, right));
        }
    }

    /// Whether an edge has one side within `left` and the other within `right`.
    boolean areConnected(long left, long right) {
        long smaller = Long.bitCount(left) < Long.bitCount(right) ? left : right;
        long other = smaller == left ? right : left;
        for (long rest = smaller; rest != 0; rest &= rest - 1) {
            if ((neighbours[Long.numberOfTrailingZeros(rest)] & other) != 0) {
                return true;
            }
        }
        for (Edge edge : hyperedges) {
            if (isWithin(edge.left, left) && isWithin(edge.right, right)
                    || isWithin(edge.left, right) && isWithin(edge.right, left)) {
                return true;
            }
        }
        return false;
    }

    /// Leaves by which edges lead out of `set`, without those of `excluded`; of a hyperedge's side the first one.
    long neighbourhood(long set, long excluded) {
        long forbidden = set | excluded;
        long found = 0;
        for (long rest = set; rest != 0; rest &= rest - 1) {
            found |= neighbours[Long.numberOfTrailingZeros(rest)];
        }
        found &= ~forbidden;
        for (Edge edge : hyperedges) {
            found |= entry(edge.left, edge.right, set, forbidden | found);
            found |= entry(edge.right, edge.left, set, forbidden | found);
        }
        return found;
    }

    private static long entry(long from, long to, long set, long forbidden) {
        return isWithin(from, set) && (to & forbidden) == 0 ? Long.lowestOneBit(to) : 0;
    }

    private static boolean isWithin(long inner, long outer) {
        return (inner & ~outer) == 0;
    }
}
