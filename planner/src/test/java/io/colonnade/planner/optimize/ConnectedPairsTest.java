package io.colonnade.planner.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The pairs are those that one finds by trying all sets, each once, and so the cheapest tree is the same.
/// `-Dcolonnade.fuzz.seed=N` looks at the one graph that failed.
class ConnectedPairsTest {
    private static final int GRAPHS = 2_000;
    private static final int STEPS_MAX = 10_000_000;

    @Test
    void theCheapestTreeOfAnyGraphIsThatOfAllTrees() {
        Long replayed = Long.getLong("colonnade.fuzz.seed");
        for (long seed = replayed == null ? 1 : replayed; seed <= (replayed == null ? GRAPHS : replayed); seed++) {
            Random random = new Random(seed);
            int leaves = 2 + random.nextInt(7);
            HyperGraph graph = randomGraph(random, leaves);
            double[] sizes = random.doubles(1 << leaves, 1, 1_000).toArray();
            Map<Long, Double> found = found(graph, sizes);
            Map<Long, Double> all = byAllCuts(graph, sizes);
            assertThat(found).as("again with -Dcolonnade.fuzz.seed=" + seed).isEqualTo(all);
        }
    }

    @Test
    void aChainHasFewPairsAndACliqueMany() {
        assertThat(pairs(chain(30))).isEqualTo((30 * 30 * 30 - 30) / 6);
        assertThat(pairs(clique(8))).isEqualTo((6_561 - 2 * 256 + 1) / 2);
    }

    @Test
    void stepsEndWhereTheyAreCounted() {
        HyperGraph star = new HyperGraph(40);
        for (int i = 1; i < 40; i++) {
            star.connect(1, 1L << i);
        }
        Set<Long> known = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            known.add(1L << i);
        }
        assertThat(ConnectedPairs.visit(star, visitor(known, new int[1]), 10_000))
                .isFalse();
        assertThat(known).hasSizeLessThan(10_100);
    }

    private static HyperGraph randomGraph(Random random, int leaves) {
        HyperGraph graph = new HyperGraph(leaves);
        int edges = leaves - 1 + random.nextInt(leaves);
        for (int i = 0; i < edges; i++) {
            long left = side(random, leaves, 0);
            long right = side(random, leaves, left);
            graph.connect(left, right);
        }
        return graph;
    }

    private static long side(Random random, int leaves, long without) {
        long side = 0;
        do {
            long leaf = 1L << random.nextInt(leaves);
            side |= leaf & ~without;
        } while (side == 0 || random.nextInt(4) == 0 && Long.bitCount(side | without) < leaves - 1);
        return side;
    }

    private static Map<Long, Double> found(HyperGraph graph, double[] sizes) {
        Map<Long, Double> costs = new HashMap<>();
        Set<Long> pairs = new HashSet<>();
        for (int i = 0; i < graph.leaves(); i++) {
            costs.put(1L << i, 0.0);
        }
        boolean complete = ConnectedPairs.visit(
                graph,
                new ConnectedPairs.Visitor() {
                    @Override
                    public boolean isKnown(long set) {
                        return costs.containsKey(set);
                    }

                    @Override
                    public void pair(long left, long right) {
                        assertThat(left & right).isZero();
                        long key = Math.min(left, right) << 32 | Math.max(left, right);
                        assertThat(pairs.add(key)).as("each pair once").isTrue();
                        double cost = costs.get(left) + costs.get(right) + sizes[(int) (left | right)];
                        costs.merge(left | right, cost, Math::min);
                    }
                },
                STEPS_MAX);
        assertThat(complete).isTrue();
        return costs;
    }

    private static Map<Long, Double> byAllCuts(HyperGraph graph, double[] sizes) {
        Map<Long, Double> costs = new HashMap<>();
        for (long set = 1; set < 1L << graph.leaves(); set++) {
            if (Long.bitCount(set) == 1) {
                costs.put(set, 0.0);
            }
            for (long left = set - 1 & set; left > set - left; left = left - 1 & set) {
                Double first = costs.get(left);
                Double second = costs.get(set & ~left);
                if (first != null && second != null && graph.areConnected(left, set & ~left)) {
                    costs.merge(set, first + second + sizes[(int) set], Math::min);
                }
            }
        }
        return costs;
    }

    private static HyperGraph chain(int leaves) {
        HyperGraph graph = new HyperGraph(leaves);
        for (int i = 1; i < leaves; i++) {
            graph.connect(1L << i - 1, 1L << i);
        }
        return graph;
    }

    private static HyperGraph clique(int leaves) {
        HyperGraph graph = new HyperGraph(leaves);
        for (int i = 0; i < leaves; i++) {
            for (int j = 0; j < i; j++) {
                graph.connect(1L << i, 1L << j);
            }
        }
        return graph;
    }

    private static int pairs(HyperGraph graph) {
        Set<Long> known = new HashSet<>();
        for (int i = 0; i < graph.leaves(); i++) {
            known.add(1L << i);
        }
        int[] count = new int[1];
        assertThat(ConnectedPairs.visit(graph, visitor(known, count), STEPS_MAX))
                .isTrue();
        return count[0];
    }

    private static ConnectedPairs.Visitor visitor(Set<Long> known, int[] count) {
        return new ConnectedPairs.Visitor() {
            @Override
            public boolean isKnown(long set) {
                return known.contains(set);
            }

            @Override
            public void pair(long left, long right) {
                count[0]++;
                known.add(left | right);
            }
        };
    }
}
