package io.colonnade.exec.operator.aggregate;

import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;
import java.util.concurrent.atomic.AtomicLong;

/// The groups of a finished {@link AggregateSink} as rows; those on disk are merged on the way.
public final class AggregateSource implements Source {
    private final AggregateSink sink;
    /// The next piece: in the upper half its partition, in the lower half its first group.
    private final AtomicLong next = new AtomicLong();

    public AggregateSource(AggregateSink sink) {
        this.sink = sink;
    }

    @Override
    public int driversMax() {
        if (sink.partitions() != null) {
            return Math.max(1, sink.partitions().size());
        }
        long total = sink.results().stream().mapToLong(Groups::size).sum();
        return Math.clamp(total / Page.BLOCK_ROWS + 1, 1, 64);
    }

    /// The number of a piece of work, -1 when there is none left.
    private long take() {
        while (true) {
            long piece = next.get();
            int partition = (int) (piece >>> 32);
            if (partition >= sink.results().size()) {
                return -1;
            }
            long from = piece & 0xFFFF_FFFFL;
            long after = from + Page.BLOCK_ROWS < sink.results().get(partition).size()
                    ? piece + Page.BLOCK_ROWS
                    : (partition + 1L) << 32;
            if (next.compareAndSet(piece, after)) {
                return piece;
            }
        }
    }

    @Override
    public Reader reader(DriverContext driver) {
        MergeQueue partitions = sink.partitions();
        return partitions == null ? new GroupReader(driver) : new SpilledGroupReader(sink, partitions, driver);
    }

    /// Reads pieces of 64 Ki groups.
    private final class GroupReader implements Reader {
        private final Scratch scratch;
        private final int pageRows;
        private int partition;
        private int at;
        private int end;

        GroupReader(DriverContext driver) {
            this.scratch = new Scratch(driver.memory());
            this.pageRows = driver.task().settings().pageRows();
        }

        @Override
        public Step next(Downstream downstream) {
            if (at == end) {
                long piece = take();
                if (piece < 0) {
                    return Step.FINISHED;
                }
                partition = (int) (piece >>> 32);
                at = (int) piece;
                end = Math.min(sink.results().get(partition).size(), at + Page.BLOCK_ROWS);
            }
            Groups groups = sink.results().get(partition);
            while (at < end) {
                int count = Math.min(pageRows, end - at);
                scratch.reset();
                downstream.accept(groups.rows(at, count, scratch));
                at += count;
                if (!downstream.wantsMore()) {
                    break;
                }
            }
            return Step.MORE;
        }

        @Override
        public void close() {
            scratch.close();
        }
    }
}
