package io.colonnade.exec.operator.sort;

import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;

/// The rows of a finished {@link SortSink} in order, from `offset` on and at most `limit` of them; for one driver.
public final class SortSource implements Source {
    private static final int MORSEL_ROWS = Page.BLOCK_ROWS;

    private final SortSink sink;
    private final long offset;
    private final long limit;

    public SortSource(SortSink sink, long offset, long limit) {
        this.sink = sink;
        this.offset = offset;
        this.limit = limit;
    }

    @Override
    public int driversMax() {
        return 1;
    }

    @Override
    public Reader reader(DriverContext driver) {
        return sink.runs().isEmpty()
                ? new SortReader(driver)
                : new SpilledSortReader(sink.runs(), offset, limit, sink.nodeId(), driver);
    }

    /// Reads the order from its start.
    private final class SortReader implements Reader {
        private final Scratch scratch;
        private final int pageRows;
        private final int end;
        private int at;

        SortReader(DriverContext driver) {
            this.scratch = new Scratch(driver.memory());
            this.pageRows = driver.task().settings().pageRows();
            int rows = sink.table().rows();
            this.at = (int) Math.min(rows, offset);
            this.end = (int) Math.min(rows, limit > rows ? rows : offset + limit);
        }

        @Override
        public Step next(Downstream downstream) {
            int stop = Math.min(end, at + MORSEL_ROWS);
            while (at < stop) {
                int count = Math.min(pageRows, stop - at);
                scratch.reset();
                downstream.accept(new Page(count, SortSink.gather(sink.table(), sink.order(), at, count, scratch)));
                at += count;
                if (!downstream.wantsMore()) {
                    return Step.MORE;
                }
            }
            return at < end ? Step.MORE : Step.FINISHED;
        }

        @Override
        public void close() {
            scratch.close();
        }
    }
}
