package io.colonnade.exec.expression;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.LogicalOperator;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.expression.evaluator.Predicate;
import io.colonnade.exec.kernel.filter.RangeScan;
import io.colonnade.exec.kernel.filter.ValueScan;
import io.colonnade.exec.kernel.filter.ValueTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns a condition into a predicate whose conjuncts narrow the selection one after the other.
///
/// ```text
/// $2 >= 1 and $0 like 'A%' and $2 <= 3 and $1 < $4
///   ->  $2 in 1 .. 3                a set of values: neighbours on one column become one test
///       $0 like 'A%'                a condition on one column: once per dictionary, run or constant
///       $1 < $4                     anything else: evaluated for the rows that are left
/// ```
///
/// Conjuncts keep their order, except that a range of values moves forward to an earlier one on the same
/// column, over conjuncts that cannot fail, if it is near. *Thread safety*: any thread; the predicate belongs
/// to one.
public final class PredicateCompiler {
    /// How far back a range looks for another one on its column.
    private static final int NEAR = 64;

    private PredicateCompiler() {}

    public static Predicate compile(Expression condition, List<Datum> parameters) {
        return compile(List.of(condition), parameters);
    }

    /// All of the conditions, in order.
    public static Predicate compile(List<Expression> conditions, List<Datum> parameters) {
        return compile(conditions, parameters, RangeScan.best());
    }

    /// With the loops of one of the twins.
    static Predicate compile(List<Expression> conditions, List<Datum> parameters, RangeScan ranges) {
        List<Expression> conjuncts = new ArrayList<>();
        conditions.forEach(condition -> flatten(Binding.bind(condition, parameters), conjuncts));
        List<Term> terms = new ArrayList<>();
        for (Expression conjunct : conjuncts) {
            add(conjunct, terms);
        }
        ValueScan scan = new ValueScan(ranges);
        return new ConjunctionPredicate(
                terms.stream().map(term -> term.test(scan)).toList(), ranges);
    }

    private static void flatten(Expression condition, List<Expression> conjuncts) {
        if (condition instanceof Expression.Logical logical && logical.operator() == LogicalOperator.AND) {
            logical.terms().forEach(term -> flatten(term, conjuncts));
        } else {
            conjuncts.add(condition);
        }
    }

    /// A conjunct: its one column or -1, and the set of values it stands for, if it is that simple.
    private record Term(
            Expression condition, int column, @Nullable ValueTest values, boolean canFail) {
        static Term of(Expression condition) {
            Set<Integer> columns = Binding.columns(condition);
            int column = columns.size() == 1 ? columns.iterator().next() : -1;
            return new Term(condition, column, column < 0 ? null : ValueTests.of(condition), CanFail.test(condition));
        }

        RowTest test(ValueScan scan) {
            Evaluator evaluator = ExpressionCompiler.evaluator(condition);
            return column < 0
                    ? new GeneralTest(evaluator)
                    : new ColumnTest(
                            column, values, evaluator, ExpressionCompiler.evaluator(Binding.alone(condition)), scan);
        }

        /// Both terms as one test, or null.
        @Nullable
        Term join(Term other) {
            if (column != other.column || values == null || other.values == null) {
                return null;
            }
            ValueTest both = ValueTests.intersection(values, other.values);
            Expression and = new Expression.Logical(LogicalOperator.AND, List.of(condition, other.condition));
            return both == null ? null : new Term(and, column, both, canFail || other.canFail);
        }
    }

    private static void add(Expression conjunct, List<Term> terms) {
        Term term = Term.of(conjunct);
        for (int i = terms.size() - 1; i >= Math.max(0, terms.size() - NEAR); i--) {
            Term joined = terms.get(i).join(term);
            if (joined != null) {
                terms.set(i, joined);
                return;
            }
            if (terms.get(i).canFail()) {
                break;
            }
        }
        terms.add(term);
    }
}
