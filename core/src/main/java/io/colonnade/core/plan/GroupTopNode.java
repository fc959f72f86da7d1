package io.colonnade.core.plan;

import io.colonnade.core.type.Type;
import java.util.List;

/// Leaves out rows that are certainly not among the first `limit` of their group; others may stay, too.
///
/// ```text
/// groups by city, ordered by amount DESC, limit 2
/// Rome 5, Rome 7, Oslo 1, Rome 3, Rome 9      Rome 3 may be left out: two rows of Rome came before that precede it
/// ```
///
/// It stands below a window of ranks whose first are all that is wanted, and below the exchange and the sort
/// of that.
public record GroupTopNode(
        int id, PlanNode input, List<Integer> keys, List<SortKey> order, int limit, Counting counting)
        implements PlanNode {
    /// The most that `limit` can be.
    public static final int LIMIT_MAX = 256;

    /// What is counted.
    public enum Counting {
        /// Rows: which of those that are equal in the order, is left open (ROW_NUMBER).
        ROWS,
        /// Rows, and those that are equal to the last of them (RANK).
        RANKS,
        /// Different values of the order (DENSE_RANK).
        VALUES
    }

    public GroupTopNode {
        keys = List.copyOf(keys);
        order = List.copyOf(order);
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("the first " + limit + " rows of each group");
        }
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public List<Type> outputTypes() {
        return input.outputTypes();
    }
}
