package io.colonnade.planner.validate;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.planner.statement.OutputColumn;
import io.colonnade.planner.type.TypeMapping;
import java.util.List;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/// Checks queries and turns them into algebra.
///
/// *Errors*: EngineException with a code, a position and, where a name was mistyped, the name that was meant.
public final class QueryValidator {
    private static final HepProgram NOTHING = HepProgram.builder().build();

    private QueryValidator() {}

    /// How relational expressions are built: as they are written. Groups of rows that look unique stay, since
    /// Calcite counts one row for a FULL JOIN of two.
    public static RelBuilder.Config plainBuilder(RelBuilder.Config config) {
        return config.withSimplify(false)
                .withSimplifyLimit(false)
                .withSimplifyValues(false)
                .withAggregateUnique(true)
                .withBloat(-1);
    }

    /// Checks `query`, which is changed on the way.
    public static Algebra validate(SqlNode query, CatalogSnapshot snapshot) {
        return validate(query, snapshot, null);
    }

    /// The same for a query that finds what becomes of the rows of `changed`, made by {@link RowChanges}.
    public static Algebra validate(SqlNode query, CatalogSnapshot snapshot, @Nullable TableDefinition changed) {
        RelDataTypeFactory factory = TypeMapping.newFactory();
        CheckedQuery checked = CheckedQuery.of(query, snapshot, changed, factory, List.of());
        return new Algebra(checked.algebra(newCluster(factory)).project(), checked.columns(), checked.parameterTypes());
    }

    /// The columns of a view as its query gives them now. Of a view that is to replace `replaced` (0: none), which
    /// it may not read.
    public static List<OutputColumn> viewColumns(ViewDefinition view, CatalogSnapshot snapshot, long replaced) {
        return new ViewQuery(view, snapshot, replaced == 0 ? List.of() : List.of(replaced))
                .columns(TypeMapping.newFactory());
    }

    private static RelOptCluster newCluster(RelDataTypeFactory factory) {
        HepPlanner planner =
                new HepPlanner(NOTHING, Contexts.of(plainBuilder(RelBuilder.Config.DEFAULT), new ExpansionBudget()));
        // Calcite would compute constants by functions of its own, where it looks for predicates.
        planner.setExecutor((builder, constants, values) -> values.addAll(constants));
        RelOptCluster cluster = RelOptCluster.create(planner, new RexBuilder(factory));
        cluster.setMetadataProvider(DefaultRelMetadataProvider.INSTANCE);
        cluster.setMetadataQuerySupplier(EngineMetadata::new);
        return cluster;
    }
}
