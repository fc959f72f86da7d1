package io.colonnade.exec.operator.scan;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.expression.Predicate;
import io.colonnade.exec.expression.PredicateCompiler;
import java.util.List;
import java.util.TreeSet;

/// A conjunct of a scan, in one reader.
final class BlockConjunct {
    final Expression expression;
    final Predicate predicate;
    /// The columns it reads.
    final int[] columns;
    /// Whether it may fail for a row: such conjuncts keep their order and come last.
    final boolean canFail;
    final Pass pass = new Pass(0.5);
    boolean inRuns;
    boolean done;

    BlockConjunct(Expression expression, List<Datum> parameters) {
        this.expression = expression;
        this.predicate = PredicateCompiler.compile(expression, parameters);
        TreeSet<Integer> references = new TreeSet<>();
        collect(expression, references);
        this.columns = references.stream().mapToInt(Integer::intValue).toArray();
        this.canFail = canFail(expression);
    }

    private static void collect(Expression expression, TreeSet<Integer> references) {
        if (expression instanceof Expression.ColumnReference reference) {
            references.add(reference.index());
        }
        expression.operands().forEach(operand -> collect(operand, references));
    }

    private static boolean canFail(Expression expression) {
        boolean fails = expression instanceof Expression.Arithmetic
                || expression instanceof Expression.Cast
                || expression instanceof Expression.Call;
        return fails || expression.operands().stream().anyMatch(BlockConjunct::canFail);
    }
}
