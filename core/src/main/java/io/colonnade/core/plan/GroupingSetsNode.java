package io.colonnade.core.plan;

import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Repeats each row once for each grouping set, below an aggregate that groups by the columns it adds.
///
/// ```text
/// keys [0, 1], sets [[0, 1], [0], []]                         added
/// input  a  b  v      output   a     b     v       a     b     set   counts
///        1  x  7               1     x     7       1     x     0     true
///                              1     x     7       1     NULL  1     true
///                              1     x     7       NULL  NULL  2     true
///        (no row)              NULL  NULL  NULL    NULL  NULL  2     NULL       for each set without keys
/// ```
///
/// A set is a list of positions in `keys`. The output is the columns of the input, the keys of the set with
/// NULL for those that are not in it, the number of the set (INTEGER), and TRUE. A set without keys has a
/// group even if there are no rows: for each of them there is at least one row more that has NULL everywhere
/// but in its number.
public record GroupingSetsNode(int id, PlanNode input, List<Integer> keys, List<List<Integer>> sets)
        implements PlanNode {
    public GroupingSetsNode {
        keys = List.copyOf(keys);
        sets = sets.stream().map(List::copyOf).toList();
        for (List<Integer> set : sets) {
            for (int key : set) {
                if (key < 0 || key >= keys.size()) {
                    throw new IllegalArgumentException("key " + key + " of " + keys.size());
                }
            }
        }
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    /// Where the keys begin in the output; the number of the set follows them.
    public int keysFrom() {
        return input.outputTypes().size();
    }

    /// Where the number of the set is.
    public int setColumn() {
        return keysFrom() + keys.size();
    }

    /// Where TRUE is.
    public int countsColumn() {
        return setColumn() + 1;
    }

    /// The columns to group by: the keys and the number of the set.
    public List<Integer> groupKeys() {
        return IntStream.rangeClosed(keysFrom(), setColumn()).boxed().toList();
    }

    @Override
    public List<Type> outputTypes() {
        List<Type> types = new ArrayList<>(input.outputTypes());
        for (int key : keys) {
            types.add(types.get(key));
        }
        types.add(Type.INTEGER);
        types.add(Type.BOOLEAN);
        return List.copyOf(types);
    }
}
