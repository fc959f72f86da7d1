package io.colonnade.exec.operator.flow;

import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.LimitNode;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.Operator;
import java.util.concurrent.atomic.AtomicLong;

/// Lets the rows after the first `offset` through, `limit` of them over all drivers together, and then wants no more.
///
/// *Ordering*: an ordered source has one driver, whose rows pass in order.
public final class LimitOperator implements Operator {
    private final long from;
    private final long to;
    /// Rows that have come to any driver.
    private final AtomicLong taken;
    private int[] positions = new int[0];

    private LimitOperator(LimitNode node, AtomicLong taken) {
        this.from = node.offset();
        this.to = node.limit() > Long.MAX_VALUE - from ? Long.MAX_VALUE : from + node.limit();
        this.taken = taken;
    }

    public static Factory factory(LimitNode node) {
        AtomicLong taken = new AtomicLong();
        return driver -> new LimitOperator(node, taken);
    }

    @Override
    public boolean wantsMore() {
        return taken.get() < to;
    }

    @Override
    public void accept(Page page, Downstream downstream) {
        int rows = page.rows();
        long first = taken.getAndAdd(rows);
        int start = Math.clamp(from - first, 0, rows);
        int end = Math.clamp(to - first, 0, rows);
        if (start >= end) {
            return;
        }
        if (end - start == rows) {
            downstream.accept(page);
            return;
        }
        if (positions.length < rows) {
            positions = new int[rows];
        }
        for (int i = start; i < end; i++) {
            positions[i - start] = page.position(i);
        }
        downstream.accept(page.select(new Selection(positions, end - start)));
    }
}
