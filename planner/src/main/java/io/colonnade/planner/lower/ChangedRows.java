package io.colonnade.planner.lower;

import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.expression.ConstantEvaluator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.plan.DeleteNode;
import io.colonnade.core.plan.FilterNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ProjectNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.declaration.IdentityColumns;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.statement.Statement.MergeAction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Makes changes of the rows that a query of a DELETE, UPDATE or MERGE found.
///
/// ```text
/// DELETE   Delete(segment, row)
/// UPDATE   new row <- Delete(segment, row, new row)
/// MERGE    new row <- those that are not only deleted <- Delete(segment, row, clause, new row)
/// ```
///
/// Where rows get identity numbers, a last column of the new row says which.
public final class ChangedRows {
    private static final int SEGMENT = 0;
    private static final int ROW = 1;
    private static final int CLAUSE = 2;

    private final TableDefinition table;
    private final NodeIds ids;
    private final ConstantEvaluator evaluator;

    public ChangedRows(TableDefinition table, NodeIds ids, ConstantEvaluator evaluator) {
        this.table = table;
        this.ids = ids;
        this.evaluator = evaluator;
    }

    public PlanNode delete(PlanNode found) {
        return delete(found, List.of());
    }

    private PlanNode delete(PlanNode found, List<Integer> outputs) {
        return new DeleteNode(ids.next(ids.rows(found.id())), found, table.id(), table.name(), SEGMENT, ROW, outputs);
    }

    public PlanNode update(PlanNode found, Statement.Update update) {
        PlanNode deleted = delete(found, columnsFrom(ROW + 1, found));
        if (!IdentityColumns.numbers(update, table)) {
            return write(deleted);
        }
        List<Expression> row = columns(0, deleted);
        row.add(new Expression.Literal(Type.BOOLEAN, Datum.of(true)));
        return write(new ProjectNode(ids.next(ids.rows(found.id())), deleted, row));
    }

    public PlanNode merge(PlanNode found, Statement.Merge merge) {
        PlanNode deleted = delete(found, columnsFrom(CLAUSE, found));
        List<Datum> deleting = clauses(merge, MergeAction.DeleteRow.class::isInstance);
        PlanNode left = deleted;
        if (!deleting.isEmpty()) {
            ColumnReference clause =
                    new ColumnReference(0, deleted.outputTypes().getFirst());
            left = new FilterNode(
                    ids.next(ids.rows(found.id())),
                    deleted,
                    new Expression.Not(new Expression.InList(clause, deleting)));
        }
        List<Expression> row = columns(1, left);
        List<Datum> numbering = clauses(merge, action -> IdentityColumns.numbers(action, table));
        if (!numbering.isEmpty()) {
            row.add(new Expression.InList(
                    new ColumnReference(0, left.outputTypes().getFirst()), numbering));
        }
        return write(new ProjectNode(ids.next(ids.rows(found.id())), left, row));
    }

    /// The numbers of the clauses whose action is such.
    private static List<Datum> clauses(Statement.Merge merge, Predicate<MergeAction> which) {
        List<Datum> numbers = new ArrayList<>();
        for (int i = 0; i < merge.clauses().size(); i++) {
            if (which.test(merge.clauses().get(i).action())) {
                numbers.add(Datum.of(i));
            }
        }
        return numbers;
    }

    private static List<Expression> columns(int first, PlanNode node) {
        List<Expression> row = new ArrayList<>();
        for (int column : columnsFrom(first, node)) {
            row.add(new ColumnReference(column, node.outputTypes().get(column)));
        }
        return row;
    }

    private static List<Integer> columnsFrom(int first, PlanNode node) {
        return IntStream.range(first, node.outputTypes().size()).boxed().toList();
    }

    private PlanNode write(PlanNode rows) {
        List<Integer> all = IntStream.range(0, table.columns().size()).boxed().toList();
        return new RowsToWrite(table, all, ids, evaluator).shape(rows);
    }
}
