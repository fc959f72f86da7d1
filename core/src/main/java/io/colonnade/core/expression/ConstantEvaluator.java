package io.colonnade.core.expression;

import io.colonnade.core.type.Datum;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// Evaluates expressions without column references; the planner folds with it, so a constant means the same
/// whether it was folded or computed by a worker. Throws EngineException where the expression fails; a fold
/// that fails stays unfolded.
@FunctionalInterface
public interface ConstantEvaluator {
    Datum evaluate(Expression expression);

    /// The zone of the session that plans: the planner writes it into casts of moments, so that workers need
    /// to know nothing of sessions.
    default ZoneId zone() {
        return ZoneOffset.UTC;
    }

    /// The same for a session of a zone.
    default ConstantEvaluator in(ZoneId zone) {
        ConstantEvaluator evaluator = this;
        return new ConstantEvaluator() {
            @Override
            public Datum evaluate(Expression expression) {
                return evaluator.evaluate(expression);
            }

            @Override
            public ZoneId zone() {
                return zone;
            }
        };
    }
}
