package io.colonnade.planner.validate;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import org.apache.calcite.plan.RelOptCluster;

/// How many tables, views and queries of WITH one query may name when all of them are written out.
///
/// ```text
/// WITH a AS (..), b AS (SELECT .. FROM a, a), c AS (SELECT .. FROM b, b), ..      2, 4, 8, ..: twice as many each time
/// ```
///
/// It counts and does not look at a clock: a query has a plan on any machine, or on none.
///
/// *Errors*: LIMIT_EXCEEDED.
final class ExpansionBudget {
    static final int NAMES_MAX = 3_000;

    private int used;

    /// One more name is replaced by what it stands for.
    static void use(RelOptCluster cluster) {
        ExpansionBudget budget = cluster.getPlanner().getContext().unwrap(ExpansionBudget.class);
        if (budget != null && ++budget.used > NAMES_MAX) {
            throw new EngineException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "the query names more than " + NAMES_MAX + " tables, counting those of its views and of WITH each"
                            + " time that they are named",
                    null,
                    "keep a part of it in a table: CREATE TABLE .. AS SELECT ..",
                    null);
        }
    }
}
