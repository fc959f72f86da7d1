package io.colonnade.exec.expression;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.InLists;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.evaluator.Constants;
import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Puts the parameters of an execution into an expression and computes what is constant then. A constant part that
/// fails stays as it is: it fails when, and only if, a row reaches it.
final class Binding {
    private Binding() {}

    static Expression bind(Expression expression, List<Datum> parameters) {
        return rewrite(expression, node -> switch (node) {
            case Expression.Parameter e -> literal(e, parameters);
            case Expression.Literal e -> new Expression.Literal(e.type(), Constants.canonical(e.type(), e.value()));
            case Expression.ColumnReference e -> e;
            case Expression.Comparison e -> fold(e);
            case Expression.Logical e -> fold(lists(e));
            case Expression.Not e -> fold(e);
            case Expression.IsNull e -> fold(e);
            case Expression.InList e -> fold(e);
            case Expression.Like e -> fold(e);
            case Expression.Arithmetic e -> fold(e);
            case Expression.Case e -> fold(e);
            case Expression.Cast e -> fold(e);
            case Expression.Call e -> call(e, parameters);
        });
    }

    private static Expression literal(Expression.Parameter parameter, List<Datum> parameters) {
        if (parameter.index() >= parameters.size()) {
            throw EngineException.internal("parameter " + (parameter.index() + 1) + " has no value");
        }
        Datum value = parameters.get(parameter.index());
        return new Expression.Literal(parameter.type(), Constants.canonical(parameter.type(), value));
    }

    /// What a statement has beside its parameters comes after them.
    private static Expression call(Expression.Call call, List<Datum> parameters) {
        return switch (call.function()) {
            case NOW -> new Expression.Literal(call.type(), StatementValues.transactionTime(parameters));
            case STATEMENT_TIME -> new Expression.Literal(call.type(), StatementValues.statementTime(parameters));
            case RANDOM, UUID ->
                call.arguments().isEmpty()
                        ? new Expression.Call(
                                call.function(),
                                List.of(new Expression.Literal(Type.BIGINT, StatementValues.seed(parameters))),
                                call.type())
                        : call;
            default -> fold(call);
        };
    }

    /// What is a list once its parameters are known is tested as one.
    private static Expression lists(Expression.Logical logical) {
        List<Expression> terms = InLists.group(logical.terms(), logical.operator());
        return terms.size() == 1 ? terms.getFirst() : new Expression.Logical(logical.operator(), terms);
    }

    private static Expression fold(Expression expression) {
        boolean constant = expression.operands().stream().allMatch(Expression.Literal.class::isInstance);
        if (!constant) {
            return expression;
        }
        try (Arena arena = Arena.ofConfined()) {
            Datum value = ExpressionCompiler.evaluator(expression)
                    .evaluate(new Page(1), arena)
                    .datum(0);
            return new Expression.Literal(expression.type(), value);
        } catch (EngineException e) {
            return expression;
        }
    }

    /// The columns that an expression refers to.
    static Set<Integer> columns(Expression expression) {
        Set<Integer> columns = new HashSet<>();
        collect(expression, columns);
        return columns;
    }

    private static void collect(Expression expression, Set<Integer> columns) {
        if (expression instanceof Expression.ColumnReference column) {
            columns.add(column.index());
        }
        expression.operands().forEach(operand -> collect(operand, columns));
    }

    /// The same expression over a page that has its one column at index 0.
    static Expression alone(Expression expression) {
        return rewrite(
                expression,
                node -> node instanceof Expression.ColumnReference column
                        ? new Expression.ColumnReference(0, column.type())
                        : node);
    }

    /// Rewrites bottom-up.
    private static Expression rewrite(Expression expression, UnaryOperator<Expression> change) {
        UnaryOperator<Expression> deep = operand -> rewrite(operand, change);
        Expression inner = switch (expression) {
            case Expression.Literal e -> e;
            case Expression.ColumnReference e -> e;
            case Expression.Parameter e -> e;
            case Expression.Comparison e ->
                new Expression.Comparison(e.operator(), deep.apply(e.left()), deep.apply(e.right()));
            case Expression.Logical e -> new Expression.Logical(e.operator(), all(e.terms(), deep));
            case Expression.Not e -> new Expression.Not(deep.apply(e.term()));
            case Expression.IsNull e -> new Expression.IsNull(deep.apply(e.term()));
            case Expression.InList e -> new Expression.InList(deep.apply(e.value()), e.values());
            case Expression.Like e -> new Expression.Like(deep.apply(e.value()), deep.apply(e.pattern()), e.escape());
            case Expression.Arithmetic e ->
                new Expression.Arithmetic(e.operator(), deep.apply(e.left()), deep.apply(e.right()), e.type());
            case Expression.Case e ->
                new Expression.Case(
                        e.branches().stream()
                                .map(branch -> new Expression.Branch(
                                        deep.apply(branch.condition()), deep.apply(branch.value())))
                                .toList(),
                        deep.apply(e.otherwise()),
                        e.type());
            case Expression.Cast e -> new Expression.Cast(deep.apply(e.value()), e.type());
            case Expression.Call e -> new Expression.Call(e.function(), all(e.arguments(), deep), e.type());
        };
        return change.apply(inner);
    }

    private static List<Expression> all(List<Expression> expressions, UnaryOperator<Expression> change) {
        return expressions.stream().map(change).toList();
    }
}
