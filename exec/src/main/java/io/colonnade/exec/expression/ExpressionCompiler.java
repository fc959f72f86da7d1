package io.colonnade.exec.expression;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.LogicalOperator;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.call.CallCompiler;
import io.colonnade.exec.expression.call.CastCompiler;
import io.colonnade.exec.expression.evaluator.ArithmeticEvaluator;
import io.colonnade.exec.expression.evaluator.BoundedEvaluator;
import io.colonnade.exec.expression.evaluator.CaseEvaluator;
import io.colonnade.exec.expression.evaluator.ColumnEvaluator;
import io.colonnade.exec.expression.evaluator.ComparisonEvaluator;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.expression.evaluator.InEvaluator;
import io.colonnade.exec.expression.evaluator.IsNullEvaluator;
import io.colonnade.exec.expression.evaluator.LikeEvaluator;
import io.colonnade.exec.expression.evaluator.LiteralEvaluator;
import io.colonnade.exec.expression.evaluator.LogicalEvaluator;
import io.colonnade.exec.expression.evaluator.NotEvaluator;
import io.colonnade.exec.kernel.text.LikePattern;
import java.util.List;

/// Turns an expression into an evaluator, with the parameters of the execution put in as constants and
/// constant parts computed at once.
///
/// *Thread safety*: any thread; the evaluator belongs to one.
public final class ExpressionCompiler {
    private ExpressionCompiler() {}

    public static Evaluator compile(Expression expression, List<Datum> parameters) {
        return evaluator(Binding.bind(expression, parameters));
    }

    /// The evaluators of expressions over the same pages, which share what they have in common.
    public static List<Evaluator> compile(List<Expression> expressions, List<Datum> parameters) {
        BoundedEvaluator.Terms terms = new BoundedEvaluator.Terms();
        return expressions.stream()
                .map(expression -> evaluator(Binding.bind(expression, parameters), terms))
                .toList();
    }

    /// For an expression without parameters.
    static Evaluator evaluator(Expression expression) {
        return evaluator(expression, new BoundedEvaluator.Terms());
    }

    private static Evaluator evaluator(Expression expression, BoundedEvaluator.Terms terms) {
        return switch (expression) {
            case Expression.ColumnReference e -> new ColumnEvaluator(e.index());
            case Expression.Literal e -> new LiteralEvaluator(e.type(), e.value());
            case Expression.Parameter e -> throw EngineException.internal("unbound parameter " + (e.index() + 1));
            case Expression.Comparison e ->
                new ComparisonEvaluator(e.operator(), evaluator(e.left()), evaluator(e.right()));
            case Expression.Logical e -> logical(e);
            case Expression.Not e -> new NotEvaluator(evaluator(e.term()));
            case Expression.IsNull e -> new IsNullEvaluator(evaluator(e.term()));
            case Expression.InList e -> new InEvaluator(e.value().type(), evaluator(e.value()), e.values());
            case Expression.Like e -> like(e);
            case Expression.Arithmetic e ->
                BoundedEvaluator.of(
                        e,
                        terms,
                        new ArithmeticEvaluator(
                                e.operator(),
                                e.type(),
                                e.left().type(),
                                evaluator(e.left(), terms),
                                e.right().type(),
                                evaluator(e.right(), terms)));
            case Expression.Case e -> caseOf(e);
            case Expression.Cast e -> CastCompiler.compile(e, evaluator(e.value()));
            case Expression.Call e ->
                CallCompiler.compile(
                        e,
                        e.arguments().stream()
                                .map(ExpressionCompiler::evaluator)
                                .toList());
        };
    }

    private static Evaluator like(Expression.Like like) {
        String pattern = like.literalPattern();
        if (pattern != null) {
            return new LikeEvaluator(evaluator(like.value()), new LikePattern(pattern, like.escape()));
        }
        if (like.pattern() instanceof Expression.Literal) {
            return new LiteralEvaluator(Type.BOOLEAN, Datum.NULL);
        }
        throw EngineException.notSupported("LIKE with a pattern that is not a constant");
    }

    private static Evaluator caseOf(Expression.Case expression) {
        List<CaseEvaluator.Branch> branches = expression.branches().stream()
                .map(branch -> new CaseEvaluator.Branch(
                        PredicateCompiler.compile(branch.condition(), List.of()), evaluator(branch.value())))
                .toList();
        return new CaseEvaluator(expression.type(), branches, evaluator(expression.otherwise()));
    }

    private static Evaluator logical(Expression.Logical logical) {
        List<LogicalEvaluator.Term> terms = logical.terms().stream()
                .map(term -> new LogicalEvaluator.Term(evaluator(term), CanFail.test(term)))
                .toList();
        return new LogicalEvaluator(logical.operator() == LogicalOperator.OR, terms);
    }
}
