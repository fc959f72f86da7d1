package io.colonnade.planner.algebra;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/// A parameter of which one of its values is known: what sizes are estimated by. The plan holds for all values.
public final class SampledParameter extends RexDynamicParam {
    private final double sample;

    private SampledParameter(RexDynamicParam parameter, double sample) {
        super(parameter.getType(), parameter.getIndex());
        this.sample = sample;
    }

    public double sample() {
        return sample;
    }

    /// Puts `samples` beside the parameters of a query.
    public static RelNode in(RelNode root, double[] samples) {
        RexShuttle expressions = new RexShuttle() {
            @Override
            public RexNode visitDynamicParam(RexDynamicParam parameter) {
                return parameter.getIndex() < samples.length
                        ? new SampledParameter(parameter, samples[parameter.getIndex()])
                        : parameter;
            }
        };
        return root.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode rel) {
                return super.visit(rel).accept(expressions);
            }
        });
    }
}
