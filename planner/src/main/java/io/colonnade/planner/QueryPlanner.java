package io.colonnade.planner;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.ConstantEvaluator;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.PlannedStatement;
import io.colonnade.planner.statement.Statement;
import java.util.List;

/// Plans statements.
///
/// *Life of a statement here*: {@link #parse}, then {@link #plan}: validate, optimize, lower, fragment.
///
/// *Threads*: one planner serves all sessions of a process and keeps what is expensive to warm up.
///
/// *Errors*: EngineException with a position in the text wherever there is one; nothing else escapes, the
/// StackOverflowError of absurdly deep statements included.
public final class QueryPlanner {
    /// Reads one statement; a semicolon may follow it.
    public Statement parse(String sql) {
        throw EngineException.notSupported("parsing " + sql);
    }

    /// Checks a statement against a catalog and plans it. DropTable and Explain are not for this method.
    ///
    /// `evaluator` computes constants. Parameters are typed by their use.
    public PlannedStatement plan(
            Statement statement, CatalogSnapshot snapshot, PlanSettings settings, ConstantEvaluator evaluator) {
        throw EngineException.notSupported("planning");
    }

    /// The plan as text: one line per node, inputs indented below it, fragment by fragment, with estimated rows.
    public String explain(PlannedStatement planned) {
        throw EngineException.notSupported("EXPLAIN");
    }

    /// The same with what really happened: rows, time, bytes and what was skipped and why, per node of the cluster
    /// if there are several.
    public String explain(PlannedStatement planned, List<TaskReport> reports) {
        throw EngineException.notSupported("EXPLAIN ANALYZE");
    }
}
