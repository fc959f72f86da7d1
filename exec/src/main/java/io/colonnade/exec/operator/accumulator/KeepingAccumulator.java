package io.colonnade.exec.operator.accumulator;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Type;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An aggregate that keeps values of rows instead of a state: those that differ, or all of them. They are
/// written to disk as rows of their own.
///
/// *Thread safety*: one thread.
public abstract class KeepingAccumulator extends Accumulator {
    /// How many rows it keeps.
    public abstract int kept();

    /// The group of a row.
    public abstract int keptGroup(int row);

    /// The types of the columns of a row.
    public abstract List<Type> keptTypes();

    /// Column `k` of rows `from` to `from + count`.
    public abstract Column keptColumn(int k, int from, int count, SegmentAllocator scratch);

    @Override
    public List<Type> stateTypes() {
        return List.of();
    }

    @Override
    public Column[] state(int from, int count, SegmentAllocator scratch) {
        return new Column[0];
    }

    @Override
    public void addStates(
            int[] groups, Column[] states, @Nullable Selection selection, int rows, SegmentAllocator scratch) {}
}
