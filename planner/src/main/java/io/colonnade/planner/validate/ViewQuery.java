package io.colonnade.planner.validate;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.parse.SqlText;
import io.colonnade.planner.statement.OutputColumn;
import io.colonnade.planner.statement.QueryBody;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.syntax.ParsedQuery;
import io.colonnade.planner.type.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;

/// The query of a view where it is used: its text is read and its names are looked up anew, every time.
///
/// `within` are the ids of the views that are being expanded, outermost first: none may come again.
/// *Errors*: those of the query, which then name the view and have no position, as it is not in the user's text.
final class ViewQuery {
    private final ViewDefinition view;
    private final CatalogSnapshot snapshot;
    private final List<Long> within;

    ViewQuery(ViewDefinition view, CatalogSnapshot snapshot, List<Long> within) {
        this.view = view;
        this.snapshot = snapshot;
        this.within = within;
    }

    /// The columns as the view names them.
    List<OutputColumn> columns(RelDataTypeFactory factory) {
        return named(() -> columns(check(factory)));
    }

    private List<OutputColumn> columns(CheckedQuery query) {
        List<OutputColumn> columns = query.columns();
        List<String> names = view.columns();
        if (names.isEmpty()) {
            return columns;
        }
        if (names.size() != columns.size()) {
            throw new EngineException(
                    ErrorCode.INVALID_STATEMENT,
                    "it names " + names.size() + " columns, and its query has " + columns.size());
        }
        List<OutputColumn> renamed = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            OutputColumn column = columns.get(i);
            renamed.add(new OutputColumn(
                    names.get(i),
                    column.type(),
                    column.nullable(),
                    column.originSchema(),
                    column.originTable(),
                    column.originColumn(),
                    column.identity()));
        }
        return renamed;
    }

    /// The columns as Calcite wants to see them.
    RelDataType rowType(RelDataTypeFactory factory) {
        RelDataTypeFactory.Builder row = factory.builder();
        columns(factory)
                .forEach(column ->
                        row.add(column.name(), TypeMapping.toCalcite(column.type(), column.nullable(), factory)));
        return row.build();
    }

    /// The query as algebra with just these columns.
    RelNode algebra(RelOptCluster cluster, RelDataType rowType) {
        return named(() -> {
            RelRoot root = check(cluster.getTypeFactory()).algebra(cluster);
            // The rows of a view have no order, unless it says which of them come first.
            boolean onlySorts = root.rel instanceof Sort sort && sort.fetch == null && sort.offset == null;
            RelRoot rows = onlySorts ? root.withRel(root.rel.getInput(0)) : root;
            return RelOptUtil.createCastRel(rows.project(), rowType, true);
        });
    }

    private CheckedQuery check(RelDataTypeFactory factory) {
        if (within.contains(view.id())) {
            throw new EngineException(ErrorCode.INVALID_STATEMENT, "it reads itself");
        }
        List<Long> inner = new ArrayList<>(within);
        inner.add(view.id());
        if (!(SqlText.parse(view.sql()) instanceof Statement.Query(QueryBody body))) {
            throw EngineException.internal("the text of a view is no query");
        }
        CheckedQuery checked = CheckedQuery.of(((ParsedQuery) body).copy(), snapshot, null, factory, inner);
        if (!checked.parameterTypes().isEmpty()) {
            throw new EngineException(ErrorCode.INVALID_STATEMENT, "its query has parameters");
        }
        return checked;
    }

    private <T> T named(Supplier<T> step) {
        try {
            return step.get();
        } catch (EngineException e) {
            throw new EngineException(
                    e.code(), "view \"" + view.name() + "\" cannot be used: " + e.message(), null, e.hint(), e);
        }
    }
}
