package io.colonnade.core.plan;

import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Groups rows by key columns and aggregates each group; produces the keys, then one column per call. NULL keys are
/// equal. Without keys there is exactly one row, even from no input (in a PARTIAL step too).
///
/// *Steps*: SINGLE does everything. PARTIAL may leave a group in several rows; behind the keys it has the
/// columns of {@link AggregateCall#stateTypes} of each call. FINAL takes these columns: `groupKeys` and the
/// arguments of calls are positions of that input and states are combined; a state that is NULL adds nothing.
/// Calls without a state occur in SINGLE only.
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
        if (step != Step.SINGLE && !calls.stream().allMatch(AggregateCall::hasState)) {
            throw new IllegalArgumentException("calls without states in a step " + step);
        }
    }

    /// The first of two steps of this one.
    public AggregateNode partial(int partialId) {
        return new AggregateNode(partialId, input, groupKeys, calls, Step.PARTIAL);
    }

    /// The second one, over `states`: rows of {@link #partial} in which the states begin at column
    /// `statesFrom`; the keys are where `keys` says.
    public AggregateNode combining(int finalId, PlanNode states, List<Integer> keys, int statesFrom) {
        List<AggregateCall> finals = new ArrayList<>();
        int column = statesFrom;
        for (AggregateCall call : calls) {
            int width = call.stateTypes(input.outputTypes()).size();
            finals.add(new AggregateCall(
                    call.function(),
                    IntStream.range(column, column + width).boxed().toList(),
                    call.distinct(),
                    List.of(),
                    call.parameter(),
                    call.type()));
            column += width;
        }
        return new AggregateNode(finalId, states, keys, finals, Step.FINAL);
    }

    /// The second one, over rows of the first one as they are.
    public AggregateNode combining(int finalId, PlanNode states) {
        List<Integer> keys = IntStream.range(0, groupKeys.size()).boxed().toList();
        return combining(finalId, states, keys, keys.size());
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
        for (AggregateCall call : calls) {
            if (step == Step.PARTIAL) {
                types.addAll(call.stateTypes(inputTypes));
            } else {
                types.add(call.type());
            }
        }
        return List.copyOf(types);
    }
}
