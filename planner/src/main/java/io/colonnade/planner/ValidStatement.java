package io.colonnade.planner;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.algebra.CountParameters;
import io.colonnade.planner.statement.OutputColumn;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.PlannedStatement;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.validate.Algebra;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A statement whose names and types are right, with its query as relational algebra: what
/// {@link QueryPlanner#validate} gives and {@link QueryPlanner#optimize} improves.
///
/// ```text
///                  algebra            target
/// Query, CopyTo,
/// DescribeQuery    its own            -
/// Insert           that of its rows   the table, filled in the columns `positions`
/// Copy             -                  the table, filled in the columns `positions`
/// CreateTableAs    that of its rows   the new table; null: there is one, and IF NOT EXISTS
/// Optimize         -                  the table
/// Care             -                  -
/// Verify           -                  the table, if it names one
/// Define           -                  -
/// ```
///
/// `changes` are those of definitions that the statement makes: none but for CreateTableAs and Define.
///
/// Immutable. Opaque to other modules, which only hand it on: they do not know what algebra is.
public final class ValidStatement {
    private final Statement statement;
    private final CatalogSnapshot snapshot;
    private final PlanSettings settings;
    private final @Nullable Algebra algebra;
    private final @Nullable TableDefinition target;
    private final List<Integer> positions;
    private final List<CatalogChange> changes;

    ValidStatement(
            Statement statement,
            CatalogSnapshot snapshot,
            PlanSettings settings,
            @Nullable Algebra algebra,
            @Nullable TableDefinition target,
            List<Integer> positions,
            List<CatalogChange> changes) {
        this.statement = statement;
        this.snapshot = snapshot;
        this.settings = settings;
        this.algebra = algebra;
        this.target = target;
        this.positions = List.copyOf(positions);
        this.changes = List.copyOf(changes);
    }

    ValidStatement with(Algebra improved) {
        return new ValidStatement(statement, snapshot, settings, improved, target, positions, changes);
    }

    Statement statement() {
        return statement;
    }

    CatalogSnapshot snapshot() {
        return snapshot;
    }

    PlanSettings settings() {
        return settings;
    }

    @Nullable
    Algebra algebra() {
        return algebra;
    }

    @Nullable
    TableDefinition target() {
        return target;
    }

    List<Integer> positions() {
        return positions;
    }

    List<CatalogChange> changes() {
        return changes;
    }

    /// The columns of the rows that the client gets.
    List<OutputColumn> columns() {
        return algebra != null && hasRows() ? algebra.columns() : List.of();
    }

    /// The types that the values of its parameters have.
    public List<Type> parameterTypes() {
        return algebra == null ? List.of() : algebra.parameterTypes();
    }

    /// Whether it has parameters that count rows, without whose values there is no plan.
    public boolean countsByParameters() {
        return algebra != null && !algebra.parameterTypes().isEmpty() && CountParameters.areIn(algebra.root());
    }

    /// The same with these values of all its parameters where they count rows.
    public ValidStatement counting(List<Datum> values) {
        return algebra == null
                ? this
                : with(new Algebra(
                        CountParameters.in(algebra.root(), values), algebra.columns(), algebra.parameterTypes()));
    }

    /// What can be told of it without a plan.
    public PlannedStatement described() {
        return new PlannedStatement(columns(), parameterTypes(), List.of(), List.of(), Map.of(), target, changes);
    }

    /// Whether it is a query whose rows go to the client or to a file.
    private boolean hasRows() {
        return statement instanceof Statement.Query
                || statement instanceof Statement.CopyTo
                || statement instanceof Statement.DescribeQuery;
    }
}
