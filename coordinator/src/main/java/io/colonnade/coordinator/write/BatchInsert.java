package io.colonnade.coordinator.write;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.plan.IdentityNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.TableWriteNode;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.type.Datum;
import io.colonnade.planner.statement.PlannedStatement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes one INSERT of many times the same INSERT with different parameters: of a batch, or of rows of literals.
///
/// ```text
/// Values (?1, ?2 + 1)   with [1, 2] and [3, 4]   ->   Values (1, 2 + 1) (3, 4 + 1)
/// ```
public final class BatchInsert {
    private final PlannedStatement planned;
    private final int fragment;
    private final ValuesNode values;

    private BatchInsert(PlannedStatement planned, int fragment, ValuesNode values) {
        this.planned = planned;
        this.fragment = fragment;
        this.values = values;
    }

    /// Null if the rows of the statement do not all stand in its VALUES.
    public static @Nullable BatchInsert of(PlannedStatement planned) {
        BatchInsert found = null;
        for (int i = 0; i < planned.fragments().size(); i++) {
            PlanNode root = planned.fragments().get(i).root();
            PlanNode rows = root instanceof TableWriteNode write ? write.input() : root;
            rows = rows instanceof IdentityNode numbered ? numbered.input() : rows;
            if (rows instanceof ValuesNode node) {
                if (found != null) {
                    return null;
                }
                found = new BatchInsert(planned, i, node);
            }
        }
        return found;
    }

    public int rowsEach() {
        return values.rows().size();
    }

    /// The same without parameters, for the rows of each of these lists of them.
    public PlannedStatement with(List<List<Datum>> parameters) {
        List<List<Expression>> rows = new ArrayList<>();
        for (List<Datum> given : parameters) {
            for (List<Expression> row : values.rows()) {
                rows.add(row.stream().map(expression -> bind(expression, given)).toList());
            }
        }
        ValuesNode bound = new ValuesNode(values.id(), values.outputTypes(), rows);
        List<PlanFragment> fragments = new ArrayList<>(planned.fragments());
        PlanFragment old = fragments.get(fragment);
        fragments.set(fragment, new PlanFragment(old.id(), reading(old.root(), bound), old.placement(), old.output()));
        return new PlannedStatement(
                planned.columns(),
                List.of(),
                planned.kept(),
                fragments,
                planned.estimates(),
                planned.target(),
                planned.changes());
    }

    /// What stands above VALUES, above others.
    private static PlanNode reading(PlanNode node, ValuesNode bound) {
        return switch (node) {
            case TableWriteNode write -> new TableWriteNode(write.id(), reading(write.input(), bound), write.table());
            case IdentityNode numbered -> numbered.withInput(reading(numbered.input(), bound));
            default -> bound;
        };
    }

    private static Expression bind(Expression expression, List<Datum> given) {
        return switch (expression) {
            case Expression.Parameter e -> new Expression.Literal(e.type(), given.get(e.index()));
            case Expression.Literal e -> e;
            case Expression.ColumnReference e -> throw EngineException.internal("a column in VALUES");
            case Expression.Comparison e ->
                new Expression.Comparison(e.operator(), bind(e.left(), given), bind(e.right(), given));
            case Expression.Logical e -> new Expression.Logical(e.operator(), bind(e.terms(), given));
            case Expression.Not e -> new Expression.Not(bind(e.term(), given));
            case Expression.IsNull e -> new Expression.IsNull(bind(e.term(), given));
            case Expression.InList e -> new Expression.InList(bind(e.value(), given), e.values());
            case Expression.Like e -> new Expression.Like(bind(e.value(), given), e.pattern(), e.escape());
            case Expression.Arithmetic e ->
                new Expression.Arithmetic(e.operator(), bind(e.left(), given), bind(e.right(), given), e.type());
            case Expression.Case e -> {
                List<Expression.Branch> branches = e.branches().stream()
                        .map(branch ->
                                new Expression.Branch(bind(branch.condition(), given), bind(branch.value(), given)))
                        .toList();
                yield new Expression.Case(branches, bind(e.otherwise(), given), e.type());
            }
            case Expression.Cast e -> new Expression.Cast(bind(e.value(), given), e.type());
            case Expression.Call e -> new Expression.Call(e.function(), bind(e.arguments(), given), e.type());
        };
    }

    private static List<Expression> bind(List<Expression> expressions, List<Datum> given) {
        return expressions.stream().map(expression -> bind(expression, given)).toList();
    }
}
