package io.colonnade.exec.operator.flow;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.ProjectNode;
import io.colonnade.exec.expression.ExpressionCompiler;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Operator;
import java.util.List;

/// Computes a column per expression. Where all of them are columns of the input, they are only put in their
/// new order and a selection stays.
public final class ProjectOperator implements Operator {
    private final List<Evaluator> evaluators;
    private final int[] references;
    private final Scratch scratch;

    public ProjectOperator(ProjectNode node, DriverContext driver) {
        this.references = node.expressions().stream()
                .mapToInt(expression -> expression instanceof Expression.ColumnReference r ? r.index() : -1)
                .toArray();
        this.evaluators = ExpressionCompiler.compile(
                node.expressions(), driver.task().spec().parameters());
        this.scratch = new Scratch(driver.memory());
    }

    @Override
    public void accept(Page page, Downstream downstream) {
        Column[] columns = new Column[references.length];
        if (isReordering()) {
            for (int i = 0; i < columns.length; i++) {
                columns[i] = page.column(references[i]);
            }
            downstream.accept(new Page(page.length(), columns, page.selection()));
            return;
        }
        scratch.reset();
        for (int i = 0; i < columns.length; i++) {
            columns[i] = evaluators.get(i).evaluate(page, scratch);
        }
        downstream.accept(new Page(page.rows(), columns));
    }

    private boolean isReordering() {
        for (int reference : references) {
            if (reference < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        scratch.close();
    }
}
