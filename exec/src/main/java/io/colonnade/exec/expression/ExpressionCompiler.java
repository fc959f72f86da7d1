package io.colonnade.exec.expression;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.type.Datum;
import java.util.List;

/// Turns an expression into an evaluator, with the parameters of the execution put in as constants.
///
/// *Thread safety*: any thread; the evaluator belongs to one.
public final class ExpressionCompiler {
    private final List<Datum> parameters;

    private ExpressionCompiler(List<Datum> parameters) {
        this.parameters = parameters;
    }

    public static Evaluator compile(Expression expression, List<Datum> parameters) {
        return new ExpressionCompiler(parameters).compile(expression);
    }

    private Evaluator compile(Expression expression) {
        return switch (expression) {
            case Expression.ColumnReference e -> new ColumnEvaluator(e.index());
            case Expression.Literal e -> new LiteralEvaluator(e.type(), e.value());
            case Expression.Parameter e -> new LiteralEvaluator(e.type(), parameters.get(e.index()));
            case Expression.Comparison e -> throw EngineException.notSupported("comparison as a value");
            case Expression.Logical e -> throw EngineException.notSupported("AND and OR as a value");
            case Expression.Not e -> throw EngineException.notSupported("NOT as a value");
            case Expression.IsNull e -> throw EngineException.notSupported("IS NULL as a value");
            case Expression.InList e -> throw EngineException.notSupported("IN as a value");
            case Expression.Like e -> throw EngineException.notSupported("LIKE as a value");
            case Expression.Arithmetic e -> throw EngineException.notSupported("arithmetic");
            case Expression.Case e -> throw EngineException.notSupported("CASE");
            case Expression.Cast e -> throw EngineException.notSupported("CAST");
            case Expression.Call e ->
                throw EngineException.notSupported(e.function().sqlName());
        };
    }
}
