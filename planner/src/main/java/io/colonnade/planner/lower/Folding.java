package io.colonnade.planner.lower;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.ConstantEvaluator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Branch;
import io.colonnade.core.expression.Expression.Case;
import io.colonnade.core.expression.Expression.Cast;
import io.colonnade.core.expression.Expression.Comparison;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.expression.Expression.Logical;
import io.colonnade.core.expression.Expression.Not;
import io.colonnade.core.expression.InLists;
import io.colonnade.core.expression.LogicalOperator;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.List;

/// Simplifies an expression whose operands are simple already.
///
/// Constants are computed by the workers' own kernels; what fails is left alone, since the row that would fail may
/// never come.
final class Folding {
    private static final Literal TRUE = new Literal(Type.BOOLEAN, Datum.TRUE);
    private static final Literal FALSE = new Literal(Type.BOOLEAN, Datum.FALSE);

    private final ConstantEvaluator evaluator;
    private final ZonedCasts zones;

    Folding(ConstantEvaluator evaluator) {
        this.evaluator = evaluator;
        this.zones = new ZonedCasts(evaluator.zone());
    }

    /// The zone of the session as an argument of functions.
    Literal zone() {
        return zones.zone();
    }

    Expression fold(Expression expression) {
        Expression simple = switch (expression) {
            case Logical logical -> logical(logical);
            case Not not -> not(not);
            case Case branches -> branches(branches);
            case Cast cast when ZonedCasts.isZoned(cast) -> zones.call(cast, this);
            default -> expression;
        };
        return isConstantCall(simple) ? evaluate(simple) : simple;
    }

    private static boolean isConstantCall(Expression expression) {
        List<Expression> operands = expression.operands();
        return !operands.isEmpty() && operands.stream().allMatch(Literal.class::isInstance);
    }

    private Expression evaluate(Expression expression) {
        try {
            return new Literal(expression.type(), evaluator.evaluate(expression));
        } catch (EngineException e) {
            return expression;
        }
    }

    private Expression logical(Logical logical) {
        boolean isAnd = logical.operator() == LogicalOperator.AND;
        List<Expression> terms = new ArrayList<>();
        for (Expression term : logical.terms()) {
            if (term instanceof Logical inner && inner.operator() == logical.operator()) {
                terms.addAll(inner.terms());
            } else if (isLiteral(term, isAnd)) {
                continue;
            } else if (isLiteral(term, !isAnd)) {
                return isAnd ? FALSE : TRUE;
            } else {
                terms.add(term);
            }
        }
        List<Expression> grouped = InLists.group(terms, logical.operator());
        return switch (grouped.size()) {
            case 0 -> isAnd ? TRUE : FALSE;
            case 1 -> grouped.getFirst();
            default -> new Logical(logical.operator(), grouped);
        };
    }

    private Expression not(Not not) {
        return switch (not.term()) {
            case Not inner -> inner.term();
            case Comparison comparison ->
                new Comparison(negate(comparison.operator()), comparison.left(), comparison.right());
            case Logical logical ->
                fold(new Logical(
                        logical.operator() == LogicalOperator.AND ? LogicalOperator.OR : LogicalOperator.AND,
                        logical.terms().stream()
                                .map(term -> fold(new Not(term)))
                                .toList()));
            default -> not;
        };
    }

    private static ComparisonOperator negate(ComparisonOperator operator) {
        return switch (operator) {
            case EQUAL -> ComparisonOperator.NOT_EQUAL;
            case NOT_EQUAL -> ComparisonOperator.EQUAL;
            case LESS -> ComparisonOperator.GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> ComparisonOperator.GREATER;
            case GREATER -> ComparisonOperator.LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> ComparisonOperator.LESS;
        };
    }

    private static Expression branches(Case expression) {
        List<Branch> branches = new ArrayList<>();
        for (Branch branch : expression.branches()) {
            if (isLiteral(branch.condition(), true)) {
                return branches.isEmpty() ? branch.value() : new Case(branches, branch.value(), expression.type());
            }
            if (!(branch.condition() instanceof Literal)) {
                branches.add(branch);
            }
        }
        return branches.isEmpty()
                ? expression.otherwise()
                : new Case(branches, expression.otherwise(), expression.type());
    }

    static boolean isLiteral(Expression expression, boolean value) {
        return expression instanceof Literal literal
                && literal.value() instanceof Datum.Bool bool
                && bool.value() == value;
    }
}
