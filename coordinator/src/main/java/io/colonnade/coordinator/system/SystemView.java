package io.colonnade.coordinator.system;

import io.colonnade.coordinator.transaction.OpenTransaction;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.planner.QueryPlanner;
import io.colonnade.planner.statement.OutputColumn;
import java.util.List;

/// What the rows of system tables are made of, as it is when a statement begins.
///
/// All tables of a statement are made of the same `snapshot`; `queries`, `settings` and
/// `transactions` are those of this moment.
/// `coordinator` is the number of the node that makes the rows.
public record SystemView(
        CatalogSnapshot snapshot,
        QueryPlanner planner,
        QueryLog queries,
        List<SettingValue> settings,
        List<PlanHits> plans,
        List<OpenTransaction> transactions,
        List<Integer> dataNodes,
        int coordinator) {
    public SystemView {
        plans = List.copyOf(plans);
        settings = List.copyOf(settings);
        transactions = List.copyOf(transactions);
        dataNodes = List.copyOf(dataNodes);
    }

    /// How many statements found a plan that was there. `kind` says by what: `text`, the same text; `shape`,
    /// a text that differs in literals only.
    public record PlanHits(String kind, long hits) {}

    /// A setting as it is now. `scope` is what it is a setting of: `session`, `engine` or `database`.
    public record SettingValue(String name, String value, String scope, String description) {}

    /// The columns of a view; none of one that cannot be used, since what it reads is gone.
    List<OutputColumn> columns(ViewDefinition view) {
        try {
            return planner.columns(view, snapshot);
        } catch (EngineException e) {
            return List.of();
        }
    }
}
