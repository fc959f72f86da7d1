package io.colonnade.exec.operator.flow;

import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.FilterNode;
import io.colonnade.exec.expression.PredicateCompiler;
import io.colonnade.exec.expression.evaluator.Predicate;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Operator;

/// Puts a selection of the rows that make a predicate true on each page.
public final class FilterOperator implements Operator {
    private final Predicate predicate;
    private final Scratch scratch;

    public FilterOperator(FilterNode node, DriverContext driver) {
        this.predicate =
                PredicateCompiler.compile(node.predicate(), driver.task().spec().parameters());
        this.scratch = new Scratch(driver.memory());
    }

    @Override
    public void accept(Page page, Downstream downstream) {
        scratch.reset();
        Selection rows = predicate.select(page, scratch);
        if (rows == null || rows.count() > 0) {
            downstream.accept(page.select(rows));
        }
    }

    @Override
    public void close() {
        scratch.close();
    }
}
