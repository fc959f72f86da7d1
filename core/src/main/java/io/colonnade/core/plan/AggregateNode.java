package io.colonnade.core.plan;

import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.List;

/// Groups rows by key columns and aggregates each group; produces the keys, then one column per call. NULL keys are
/// equal. Without keys there is exactly one row, even from no input (in a PARTIAL step too).
///
/// *Steps*: SINGLE does everything. PARTIAL may leave a group in several rows; its columns are the states (a COUNT so
/// far, a SUM so far ...) in the types of the calls. FINAL takes the columns of PARTIAL: `groupKeys` and `argument`
/// are positions of that input and states are combined: COUNTs are added. A DISTINCT call occurs in SINGLE only.
public record AggregateNode(int id, PlanNode input, List<Integer> groupKeys, List<AggregateCall> calls, Step step)
        implements PlanNode {
    /// Whether rows become results at once, or states on the way and results of states at the end.
    public enum Step {
        SINGLE,
        PARTIAL,
        FINAL
    }

    public AggregateNode {
        groupKeys = List.copyOf(groupKeys);
        calls = List.copyOf(calls);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public List<Type> outputTypes() {
        List<Type> types = new ArrayList<>();
        List<Type> inputTypes = input.outputTypes();
        groupKeys.forEach(key -> types.add(inputTypes.get(key)));
        calls.forEach(call -> types.add(call.type()));
        return List.copyOf(types);
    }
}
