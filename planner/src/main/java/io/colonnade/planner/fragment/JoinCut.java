package io.colonnade.planner.fragment;

import io.colonnade.core.fragment.Output;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.plan.PlanNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Where the two sides of a join meet.
final class JoinCut {
    private final PlanFragmenter fragmenter;

    JoinCut(PlanFragmenter fragmenter) {
        this.fragmenter = fragmenter;
    }

    Piece cut(JoinNode join, Piece probe, Piece build) {
        if (join.kind().endsWithBuildRows()
                && (probe.spread() instanceof Spread.Partitioned || build.spread() instanceof Spread.Partitioned)) {
            return endingWithBuildRows(join, probe, build);
        }
        return switch (probe.spread()) {
            case Spread.Single single -> {
                Piece here = fragmenter.toCoordinator(build);
                yield new Piece(joined(join, probe.node(), here.node()), single);
            }
            case Spread.Everywhere everywhere -> probeEverywhere(join, probe, everywhere, build);
            case Spread.Partitioned partitioned -> probePartitioned(join, probe, partitioned, build);
        };
    }

    /// No row of either side may be in two places, and a build row needs all probe rows with its key beside it.
    private Piece endingWithBuildRows(JoinNode join, Piece probe, Piece build) {
        boolean isFull = join.kind() == JoinKind.FULL;
        // But for FULL, probe rows may be in several places.
        if (!isFull
                && probe.spread() instanceof Spread.Everywhere everywhere
                && everywhere.isStable()
                && build.spread() instanceof Spread.Partitioned partitioned) {
            return new Piece(joined(join, probe.node(), build.node()), partitioned.moved(outputPositions(join, false)));
        }
        if (probe.spread() instanceof Spread.Partitioned left
                && build.spread() instanceof Spread.Partitioned right
                && lieTogether(join, left, right)) {
            return new Piece(
                    joined(join, probe.node(), build.node()),
                    isFull ? Spread.Partitioned.ANYHOW : right.moved(outputPositions(join, false)));
        }
        if (join.probeKeys().isEmpty()) {
            PlanNode left = fragmenter.toCoordinator(probe).node();
            return new Piece(joined(join, left, fragmenter.toCoordinator(build).node()), new Spread.Single());
        }
        // Of FULL, build rows without a partner have NULLs for the keys, wherever they are.
        Spread.Partitioned spread = isFull
                ? Spread.Partitioned.ANYHOW
                : new Spread.Partitioned(join.buildKeys(), 0).moved(outputPositions(join, false));
        return new Piece(byHash(join, probe, build).node(), spread);
    }

    private Piece probeEverywhere(JoinNode join, Piece probe, Spread.Everywhere everywhere, Piece build) {
        return switch (build.spread()) {
            case Spread.Everywhere other ->
                new Piece(
                        joined(join, probe.node(), build.node()),
                        new Spread.Everywhere(everywhere.isStable() && other.isStable()));
            case Spread.Single single ->
                new Piece(joined(join, fragmenter.toCoordinator(probe).node(), build.node()), single);
            case Spread.Partitioned partitioned -> {
                // Every pair is found on the node of its build row.
                if (join.kind() == JoinKind.INNER && everywhere.isStable()) {
                    yield new Piece(
                            joined(join, probe.node(), build.node()), partitioned.moved(outputPositions(join, false)));
                }
                yield join.probeKeys().isEmpty() || join.kind().isNullAware()
                        ? broadcast(join, probe, everywhere, build)
                        : byHash(join, probe, build);
            }
        };
    }

    private Piece probePartitioned(JoinNode join, Piece probe, Spread.Partitioned spread, Piece build) {
        if (build.spread() instanceof Spread.Everywhere everywhere && everywhere.isStable()) {
            return new Piece(joined(join, probe.node(), build.node()), spread.moved(outputPositions(join, true)));
        }
        if (build.spread() instanceof Spread.Partitioned other) {
            if (lieTogether(join, spread, other)) {
                return new Piece(joined(join, probe.node(), build.node()), spread.moved(outputPositions(join, true)));
            }
            boolean canHash = !join.probeKeys().isEmpty() && !join.kind().isNullAware();
            double probeRows = fragmenter.ids().rows(probe.node().id());
            double buildRows = fragmenter.ids().rows(build.node().id());
            if (canHash && buildRows * fragmenter.nodeCount() > probeRows + buildRows) {
                return byHash(join, probe, build);
            }
        }
        return broadcast(join, probe, spread.moved(outputPositions(join, true)), build);
    }

    private Piece broadcast(JoinNode join, Piece probe, Spread result, Piece build) {
        PlanNode received = fragmenter.send(build, new Output.Broadcast(), List.of());
        return new Piece(joined(join, probe.node(), received), result);
    }

    private Piece byHash(JoinNode join, Piece probe, Piece build) {
        PlanNode left = fragmenter.send(probe, new Output.Hash(join.probeKeys()), List.of());
        PlanNode right = fragmenter.send(build, new Output.Hash(join.buildKeys()), List.of());
        Spread.Partitioned spread = new Spread.Partitioned(join.probeKeys(), 0);
        return new Piece(joined(join, left, right), spread.moved(outputPositions(join, true)));
    }

    /// Whether rows with equal join keys are on the same node already.
    private static boolean lieTogether(JoinNode join, Spread.Partitioned probe, Spread.Partitioned build) {
        if (probe.keys().isEmpty()
                || probe.slots() != build.slots()
                || probe.keys().size() != build.keys().size()
                || join.kind().isNullAware()) {
            return false;
        }
        for (int i = 0; i < probe.keys().size(); i++) {
            boolean joins = false;
            for (int key = 0; key < join.probeKeys().size(); key++) {
                joins |= join.probeKeys().get(key).equals(probe.keys().get(i))
                        && join.buildKeys().get(key).equals(build.keys().get(i));
            }
            if (!joins) {
                return false;
            }
        }
        return true;
    }

    private static PlanNode joined(JoinNode join, PlanNode probe, PlanNode build) {
        return new JoinNode(
                join.id(),
                join.kind(),
                probe,
                build,
                join.probeKeys(),
                join.buildKeys(),
                join.residual(),
                join.outputs());
    }

    /// Where each column of one side stands in the output.
    private static List<Integer> outputPositions(JoinNode join, boolean ofProbe) {
        int probeWidth = join.probe().outputTypes().size();
        int width = ofProbe ? probeWidth : join.build().outputTypes().size();
        List<Integer> positions = new ArrayList<>(Collections.nCopies(width, -1));
        for (int i = join.outputs().size() - 1; i >= 0; i--) {
            int position = join.outputs().get(i) - (ofProbe ? 0 : probeWidth);
            if (position >= 0 && position < width) {
                positions.set(position, i);
            }
        }
        return positions;
    }
}
