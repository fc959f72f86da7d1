package io.colonnade.planner.lower;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Arithmetic;
import io.colonnade.core.expression.Expression.Branch;
import io.colonnade.core.expression.Expression.Call;
import io.colonnade.core.expression.Expression.Case;
import io.colonnade.core.expression.Expression.Cast;
import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.expression.Expression.Comparison;
import io.colonnade.core.expression.Expression.InList;
import io.colonnade.core.expression.Expression.IsNull;
import io.colonnade.core.expression.Expression.Like;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.expression.Expression.Logical;
import io.colonnade.core.expression.Expression.Not;
import io.colonnade.core.expression.Expression.Parameter;
import java.util.List;
import java.util.function.IntFunction;

/// Puts expressions in the places of column references.
final class ExpressionRewrite {
    private ExpressionRewrite() {}

    static Expression columns(Expression expression, IntFunction<Expression> columns) {
        return switch (expression) {
            case Literal e -> e;
            case Parameter e -> e;
            case ColumnReference e -> columns.apply(e.index());
            case Comparison e -> new Comparison(e.operator(), columns(e.left(), columns), columns(e.right(), columns));
            case Logical e -> new Logical(e.operator(), all(e.terms(), columns));
            case Not e -> new Not(columns(e.term(), columns));
            case IsNull e -> new IsNull(columns(e.term(), columns));
            case InList e -> new InList(columns(e.value(), columns), e.values());
            case Like e -> new Like(columns(e.value(), columns), columns(e.pattern(), columns), e.escape());
            case Arithmetic e ->
                new Arithmetic(e.operator(), columns(e.left(), columns), columns(e.right(), columns), e.type());
            case Case e ->
                new Case(
                        e.branches().stream()
                                .map(branch -> new Branch(
                                        columns(branch.condition(), columns), columns(branch.value(), columns)))
                                .toList(),
                        columns(e.otherwise(), columns),
                        e.type());
            case Cast e -> new Cast(columns(e.value(), columns), e.type());
            case Call e -> new Call(e.function(), all(e.arguments(), columns), e.type());
        };
    }

    private static List<Expression> all(List<Expression> expressions, IntFunction<Expression> columns) {
        return expressions.stream().map(each -> columns(each, columns)).toList();
    }
}
