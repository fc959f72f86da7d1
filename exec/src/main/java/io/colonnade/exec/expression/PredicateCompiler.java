package io.colonnade.exec.expression;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.LogicalOperator;
import io.colonnade.core.type.Datum;
import java.util.ArrayList;
import java.util.List;

/// Turns a condition into a predicate whose conjuncts narrow the selection one after the other.
///
/// *Thread safety*: any thread; the predicate belongs to one.
public final class PredicateCompiler {
    private PredicateCompiler() {}

    public static Predicate compile(Expression condition, List<Datum> parameters) {
        return compile(List.of(condition), parameters);
    }

    /// All of the conditions, in order.
    public static Predicate compile(List<Expression> conditions, List<Datum> parameters) {
        List<Expression> conjuncts = new ArrayList<>();
        conditions.forEach(condition -> flatten(condition, conjuncts));
        List<Evaluator> evaluators = new ArrayList<>();
        for (Expression conjunct : conjuncts) {
            evaluators.add(ExpressionCompiler.compile(conjunct, parameters));
        }
        return new ConjunctionPredicate(evaluators);
    }

    private static void flatten(Expression condition, List<Expression> conjuncts) {
        if (condition instanceof Expression.Logical logical && logical.operator() == LogicalOperator.AND) {
            logical.terms().forEach(term -> flatten(term, conjuncts));
        } else {
            conjuncts.add(condition);
        }
    }
}
