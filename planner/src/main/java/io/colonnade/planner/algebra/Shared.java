package io.colonnade.planner.algebra;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/// A part of a query that stands at several places and is computed once; those of one `number` are equal.
public final class Shared extends SingleRel {
    private final int number;

    public Shared(RelNode input, int number) {
        super(input.getCluster(), input.getTraitSet(), input);
        this.number = number;
    }

    public int number() {
        return number;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new Shared(inputs.getFirst(), number);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("number", number);
    }
}
