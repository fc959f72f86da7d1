package io.colonnade.exec.operator.join;

import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;

/// The build rows that a join ends with, once all probe rows have passed: those that none of them has met, or those
/// that one has.
///
/// *Thread safety*: one thread; others may read other ranges of the same table.
final class UnmetRows implements AutoCloseable {
    private final JoinTable table;
    private final boolean metWanted;
    private final DriverContext driver;
    private final Scratch scratch;
    private final JoinOutput output;
    private final int[] found = new int[Page.ROWS_MAX];
    private final int end;
    private int row;

    /// Those from row `from` on, before row `to`.
    UnmetRows(JoinNode node, JoinTable table, int from, int to, DriverContext driver) {
        this.table = table;
        this.metWanted = node.kind() == JoinKind.BUILD_SEMI;
        this.driver = driver;
        this.scratch = new Scratch(driver.memory());
        this.output = new JoinOutput(node, table, scratch);
        this.row = from;
        this.end = to;
    }

    boolean hasMore() {
        return row < end;
    }

    /// Passes rows on until there are none left or downstream wants no more for now.
    void pass(Downstream downstream) {
        int pageRows = driver.task().settings().pageRows();
        while (row < end) {
            driver.checkCancelled();
            int count = 0;
            while (row < end && count < pageRows) {
                found[count] = row;
                count += table.hasMet(row) == metWanted ? 1 : 0;
                row++;
            }
            if (count > 0) {
                scratch.reset();
                downstream.accept(output.buildOnly(found, count));
                if (!downstream.wantsMore()) {
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        scratch.close();
    }
}
