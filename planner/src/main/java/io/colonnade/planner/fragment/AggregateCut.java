package io.colonnade.planner.fragment;

import io.colonnade.core.fragment.Output;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.PlanNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Where groups come together.
final class AggregateCut {
    /// With more groups than this they are dealt over the nodes for the final step.
    private static final double GROUPS_AT_COORDINATOR_MAX = 100_000;

    private final PlanFragmenter fragmenter;

    AggregateCut(PlanFragmenter fragmenter) {
        this.fragmenter = fragmenter;
    }

    Piece cut(AggregateNode aggregate, Piece input) {
        if (!(input.spread() instanceof Spread.Partitioned spread)) {
            return input.above(aggregate);
        }
        if (!spread.keys().isEmpty() && aggregate.groupKeys().containsAll(spread.keys())) {
            // No group is on two nodes.
            return new Piece(input.above(aggregate).node(), spread.moved(keyPositions(aggregate, input.node())));
        }
        return switch (aggregate.step()) {
            case PARTIAL -> new Piece(input.above(aggregate).node(), Spread.Partitioned.ANYHOW);
            case FINAL -> whole(aggregate, input);
            case SINGLE ->
                aggregate.calls().stream().allMatch(AggregateCall::hasState)
                        ? inTwoSteps(aggregate, input)
                        : whole(aggregate, input);
        };
    }

    /// All rows of a group on one node before anything is aggregated.
    private Piece whole(AggregateNode aggregate, Piece input) {
        if (aggregate.groupKeys().isEmpty()) {
            return fragmenter.gather(input, List.of()).above(aggregate);
        }
        PlanNode received = fragmenter.send(input, new Output.Hash(aggregate.groupKeys()), List.of());
        PlanNode grouped =
                new AggregateNode(aggregate.id(), received, aggregate.groupKeys(), aggregate.calls(), aggregate.step());
        return new Piece(grouped, new Spread.Partitioned(firstColumns(aggregate), 0));
    }

    private Piece inTwoSteps(AggregateNode aggregate, Piece input) {
        double groups = fragmenter.ids().rows(aggregate.id());
        double partialRows = Math.min(fragmenter.ids().rows(input.node().id()), groups * fragmenter.nodeCount());
        AggregateNode partial = new AggregateNode(
                fragmenter.ids().next(partialRows),
                input.node(),
                aggregate.groupKeys(),
                aggregate.calls(),
                AggregateNode.Step.PARTIAL);
        Piece states = new Piece(partial, Spread.Partitioned.ANYHOW);
        List<Integer> keys = firstColumns(aggregate);
        if (!keys.isEmpty() && groups > GROUPS_AT_COORDINATOR_MAX) {
            PlanNode received = fragmenter.send(states, new Output.Hash(keys), List.of());
            return new Piece(partial.combining(aggregate.id(), received), new Spread.Partitioned(keys, 0));
        }
        PlanNode received = fragmenter.send(states, new Output.Gather(), List.of());
        return new Piece(partial.combining(aggregate.id(), received), new Spread.Single());
    }

    private static List<Integer> firstColumns(AggregateNode aggregate) {
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < aggregate.groupKeys().size(); i++) {
            columns.add(i);
        }
        return columns;
    }

    private static List<Integer> keyPositions(AggregateNode aggregate, PlanNode input) {
        List<Integer> positions =
                new ArrayList<>(Collections.nCopies(input.outputTypes().size(), -1));
        for (int i = 0; i < aggregate.groupKeys().size(); i++) {
            positions.set(aggregate.groupKeys().get(i), i);
        }
        return positions;
    }
}
