package io.colonnade.exec.expression;

import io.colonnade.core.expression.ConstantEvaluator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import java.lang.foreign.Arena;
import java.util.List;

/// Computes constant expressions with the workers' own kernels, on a page of one row and no columns.
public final class FoldingEvaluator implements ConstantEvaluator {
    @Override
    public Datum evaluate(Expression expression) {
        try (Arena arena = Arena.ofConfined()) {
            return ExpressionCompiler.compile(expression, List.of())
                    .evaluate(new Page(1), arena)
                    .datum(0);
        }
    }
}
