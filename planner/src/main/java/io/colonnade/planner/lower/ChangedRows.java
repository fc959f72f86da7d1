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
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.statement.Statement.MergeAction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Makes changes of the rows that a query of a DELETE, UPDATE or MERGE found.
///
/// ```text
/// DELETE   Delete(segment, row)
/// UPDATE   new row <- Delete(segment, row, new row)
/// MERGE    new row <- those that are not only deleted <- Delete(segment, row, clause, new row)
/// ```
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

    public PlanNode update(PlanNode found) {
        return write(delete(found, columnsFrom(ROW + 1, found)));
    }

    public PlanNode merge(PlanNode found, Statement.Merge merge) {
        PlanNode deleted = delete(found, columnsFrom(CLAUSE, found));
        List<Datum> deleting = new ArrayList<>();
        for (int i = 0; i < merge.clauses().size(); i++) {
            if (merge.clauses().get(i).action() instanceof MergeAction.DeleteRow) {
                deleting.add(Datum.of(i));
            }
        }
        PlanNode left = deleted;
        if (!deleting.isEmpty()) {
            ColumnReference clause =
                    new ColumnReference(0, deleted.outputTypes().getFirst());
            left = new FilterNode(
                    ids.next(ids.rows(found.id())),
                    deleted,
                    new Expression.Not(new Expression.InList(clause, deleting)));
        }
        List<Expression> row = new ArrayList<>();
        for (int column : columnsFrom(1, left)) {
            row.add(new ColumnReference(column, left.outputTypes().get(column)));
        }
        return write(new ProjectNode(ids.next(ids.rows(found.id())), left, row));
    }

    private static List<Integer> columnsFrom(int first, PlanNode node) {
        return IntStream.range(first, node.outputTypes().size()).boxed().toList();
    }

    private PlanNode write(PlanNode rows) {
        List<Integer> all = IntStream.range(0, table.columns().size()).boxed().toList();
        return new RowsToWrite(table, all, ids, evaluator).shape(rows);
    }
}
