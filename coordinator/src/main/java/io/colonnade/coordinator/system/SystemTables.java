package io.colonnade.coordinator.system;

import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ScanNode.ScanColumn;
import io.colonnade.core.plan.SystemScanNode;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.type.Datum;
import io.colonnade.planner.lower.PlanRewrite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// All tables that the engine makes the rows of, and their rows in the plan of a statement.
///
/// ```text
/// CatalogSnapshot -> KnownCatalog: names of these tables, too    when a statement is planned
/// SystemScan      -> Values                                      when it begins
/// ```
public final class SystemTables {
    private static final Map<Long, SystemTable> BY_ID = new HashMap<>();
    private static final List<TableDefinition> DEFINITIONS = new ArrayList<>();

    static {
        Stream.concat(InformationSchema.tables().stream(), SystemSchema.tables().stream())
                .forEach(table -> {
                    BY_ID.put(table.definition().id(), table);
                    DEFINITIONS.add(table.definition());
                });
    }

    private SystemTables() {}

    /// Their definitions, in the order of schemas and names.
    public static List<TableDefinition> definitions() {
        return List.copyOf(DEFINITIONS);
    }

    /// The fragments with rows in the place of system tables, each made once; `view` is asked only if there is one.
    public static List<PlanFragment> filled(List<PlanFragment> fragments, Supplier<SystemView> view) {
        if (fragments.stream().noneMatch(fragment -> readsOne(fragment.root()))) {
            return fragments;
        }
        SystemView now = view.get();
        Map<Long, List<List<Datum>>> rows = new HashMap<>();
        return fragments.stream()
                .map(fragment -> new PlanFragment(
                        fragment.id(),
                        PlanRewrite.bottomUp(fragment.root(), node -> filled(node, now, rows)),
                        fragment.placement(),
                        fragment.output()))
                .toList();
    }

    private static boolean readsOne(PlanNode node) {
        return node instanceof SystemScanNode || node.inputs().stream().anyMatch(SystemTables::readsOne);
    }

    private static PlanNode filled(PlanNode node, SystemView view, Map<Long, List<List<Datum>>> known) {
        if (!(node instanceof SystemScanNode scan)) {
            return node;
        }
        SystemTable table = BY_ID.get(scan.tableId());
        if (table == null) {
            throw new IllegalStateException("no system table " + scan.tableName());
        }
        List<List<Datum>> rows =
                known.computeIfAbsent(scan.tableId(), id -> table.rows().apply(view));
        int[] positions = scan.columns().stream()
                .mapToInt(column -> table.definition().position(column.columnId()))
                .toArray();
        List<List<Expression>> literals = new ArrayList<>();
        for (List<Datum> row : rows) {
            List<Expression> values = new ArrayList<>();
            for (int i = 0; i < positions.length; i++) {
                ScanColumn column = scan.columns().get(i);
                values.add(new Expression.Literal(column.type(), row.get(positions[i])));
            }
            literals.add(values);
        }
        return new ValuesNode(scan.id(), scan.outputTypes(), literals);
    }
}
