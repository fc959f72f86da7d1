package io.colonnade.exec.operator.scan;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.LogicalOperator;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.expression.PredicateCompiler;
import io.colonnade.exec.expression.evaluator.Predicate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// A conjunct of a scan, or all of those on one column, in one reader.
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

    /// The conjuncts in order, those on one and the same column together, since they are often the two ends of a range.
    static List<BlockConjunct> of(List<Expression> expressions, List<Datum> parameters) {
        Map<Object, List<Expression>> byColumn = new LinkedHashMap<>();
        for (Expression expression : expressions) {
            TreeSet<Integer> references = new TreeSet<>();
            collect(expression, references);
            boolean alone = references.size() != 1 || canFail(expression);
            Object key = alone ? new Object() : references.first();
            byColumn.computeIfAbsent(key, k -> new ArrayList<>()).add(expression);
        }
        return byColumn.values().stream()
                .map(terms -> new BlockConjunct(and(terms), parameters))
                .toList();
    }

    /// Several conjuncts as one.
    static BlockConjunct all(List<BlockConjunct> conjuncts, List<Datum> parameters) {
        return new BlockConjunct(
                and(conjuncts.stream().map(term -> term.expression).toList()), parameters);
    }

    private static Expression and(List<Expression> terms) {
        return terms.size() == 1 ? terms.getFirst() : new Expression.Logical(LogicalOperator.AND, terms);
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
