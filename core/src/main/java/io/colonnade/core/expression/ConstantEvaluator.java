package io.colonnade.core.expression;

import io.colonnade.core.type.Datum;

/// Evaluates expressions without column references; the planner folds with it, so a constant means the same whether
/// it was folded or computed by a worker. Throws EngineException where the expression fails; a fold that fails stays
/// unfolded.
@FunctionalInterface
public interface ConstantEvaluator {
    Datum evaluate(Expression expression);
}
