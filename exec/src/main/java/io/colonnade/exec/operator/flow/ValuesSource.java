package io.colonnade.exec.operator.flow;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.ColumnBuilder;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.exec.expression.ExpressionCompiler;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;
import java.util.List;

/// The rows of constant expressions, in order.
public final class ValuesSource implements Source {
    private final ValuesNode node;

    public ValuesSource(ValuesNode node) {
        this.node = node;
    }

    @Override
    public int driversMax() {
        return 1;
    }

    @Override
    public Reader reader(DriverContext driver) {
        return new ValuesReader(driver);
    }

    /// Evaluates the rows page by page.
    private final class ValuesReader implements Reader {
        private final DriverContext driver;
        private final Scratch values;
        private final Scratch scratch;
        private final Page oneRow = new Page(1);
        private int at;

        ValuesReader(DriverContext driver) {
            this.driver = driver;
            this.values = new Scratch(driver.memory());
            this.scratch = new Scratch(driver.memory());
        }

        @Override
        public Step next(Downstream downstream) {
            int count =
                    Math.min(driver.task().settings().pageRows(), node.rows().size() - at);
            if (count == 0) {
                return Step.FINISHED;
            }
            values.reset();
            Column[] columns = new Column[node.outputTypes().size()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = column(i, count);
            }
            downstream.accept(new Page(count, columns));
            at += count;
            return Step.MORE;
        }

        private Column column(int index, int count) {
            ColumnBuilder builder = new ColumnBuilder(node.outputTypes().get(index), count, values);
            for (List<Expression> row : node.rows().subList(at, at + count)) {
                scratch.reset();
                builder.append(ExpressionCompiler.compile(
                                row.get(index), driver.task().spec().parameters())
                        .evaluate(oneRow, scratch)
                        .datum(0));
            }
            return builder.build();
        }

        @Override
        public void close() {
            values.close();
            scratch.close();
        }
    }
}
