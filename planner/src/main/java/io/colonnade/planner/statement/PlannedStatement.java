package io.colonnade.planner.statement;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.type.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A statement ready to run. Immutable; holds for every snapshot with the same definitions, whatever the data.
///
/// `columns` is empty for statements without a result. Fragment 0 is the consumer of all others and its
/// output goes to the client, or nowhere if it writes `target`, the table that the statement creates or
/// fills. A fragment comes before those that it reads. What `kept` lists is computed before all of them, in
/// its order. `estimates` gives rows by node id. `changes` are to be committed together with the rows that it
/// writes, if any.
public record PlannedStatement(
        List<OutputColumn> columns,
        List<Type> parameterTypes,
        List<KeptPlan> kept,
        List<PlanFragment> fragments,
        Map<Integer, Double> estimates,
        @Nullable TableDefinition target,
        List<CatalogChange> changes) {
    /// No rows and no changes.
    public static final PlannedStatement NOTHING =
            new PlannedStatement(List.of(), List.of(), List.of(), List.of(), Map.of(), null, List.of());

    public PlannedStatement {
        columns = List.copyOf(columns);
        parameterTypes = List.copyOf(parameterTypes);
        kept = List.copyOf(kept);
        fragments = List.copyOf(fragments);
        estimates = Map.copyOf(estimates);
        changes = List.copyOf(changes);
    }
}
