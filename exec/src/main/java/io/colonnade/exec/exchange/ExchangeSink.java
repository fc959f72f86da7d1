package io.colonnade.exec.exchange;

import io.colonnade.core.fragment.Output;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.exec.exchange.frame.FrameBuilder;
import io.colonnade.exec.exchange.frame.PageWriter;
import io.colonnade.exec.exchange.frame.Payload;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Sink;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Sends the rows of a task to the tasks of the consuming fragment.
///
/// ```text
/// driver 0   page -> split -> PageWriter per consumer -> frame of about 64 KiB \
/// driver 1   page -> split -> PageWriter per consumer -> frame of about 64 KiB  > OutboundStream per consumer
/// ```
///
/// *Memory*: frames belong to the query, not to the task, since they may wait for credit after the task has ended.
final class ExchangeSink implements Sink {
    private final Output output;
    private final List<OutboundStream> streams;
    private final MemoryPool pool;
    private final long frameBytes;
    private final long frameBytesMax;
    private final AtomicBoolean finished = new AtomicBoolean();

    /// A frame is sent when it has `frameBytes`, and has no more than `frameBytesMax` unless a single row needs it.
    ExchangeSink(Output output, List<OutboundStream> streams, MemoryPool pool, long frameBytes, long frameBytesMax) {
        this.output = output;
        this.streams = streams;
        this.pool = pool;
        this.frameBytes = frameBytes;
        this.frameBytesMax = frameBytesMax;
    }

    List<OutboundStream> streams() {
        return streams;
    }

    @Override
    public Local local(DriverContext driver) {
        return new SendingDriver(driver);
    }

    @Override
    public List<Job> finish() {
        if (finished.compareAndSet(false, true)) {
            streams.forEach(OutboundStream::finish);
        }
        return List.of();
    }

    @Override
    public void close() {
        if (!finished.get()) {
            streams.forEach(OutboundStream::stop);
        }
    }

    /// The frames in the making of one driver.
    private final class SendingDriver implements Local {
        private final Scratch scratch;
        private final PageWriter[] writers;
        private final FrameBuilder[] builders;
        private final @Nullable PageSplit split;

        SendingDriver(DriverContext driver) {
            boolean splits = output instanceof Output.Hash || output instanceof Output.Slots;
            int targets = splits ? streams.size() : 1;
            scratch = new Scratch(pool);
            split = splits ? new PageSplit(output, targets, driver.number()) : null;
            writers = new PageWriter[targets];
            builders = new FrameBuilder[targets];
            for (int i = 0; i < targets; i++) {
                writers[i] = new PageWriter();
                builders[i] = new FrameBuilder(pool, frameBytesMax);
            }
        }

        @Override
        public void accept(Page page) {
            if (split == null) {
                append(0, page);
                return;
            }
            split.split(page);
            for (int target = 0; target < builders.length; target++) {
                if (split.rows(target) > 0) {
                    append(target, split.part(page, target));
                }
            }
        }

        private void append(int target, Page page) {
            FrameBuilder builder = builders[target];
            try {
                writers[target].append(page, builder, scratch);
            } catch (FrameBuilder.FullException e) {
                if (!builder.isEmpty()) {
                    send(target);
                    append(target, page);
                } else if (page.rows() > 1) {
                    int half = page.rows() / 2;
                    append(target, PageWriter.part(page, 0, half));
                    append(target, PageWriter.part(page, half, page.rows() - half));
                } else if (builder.stretch()) {
                    append(target, page);
                } else {
                    throw e.tooLarge();
                }
                return;
            }
            if (builder.position() >= frameBytes) {
                send(target);
            }
        }

        private void send(int target) {
            Payload payload = builders[target].take();
            if (split != null) {
                streams.get(target).submit(payload);
                return;
            }
            payload.retain(streams.size() - 1);
            for (int i = 0; i < streams.size(); i++) {
                try {
                    streams.get(i).submit(payload);
                } catch (Throwable e) {
                    for (int rest = i + 1; rest < streams.size(); rest++) {
                        payload.release();
                    }
                    throw e;
                }
            }
        }

        @Override
        public @Nullable CompletableFuture<?> blocked() {
            for (OutboundStream stream : streams) {
                CompletableFuture<?> backlog = stream.backlog();
                if (backlog != null) {
                    return backlog;
                }
            }
            return null;
        }

        @Override
        public boolean wantsMore() {
            for (OutboundStream stream : streams) {
                if (stream.wantsMore()) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void finish() {
            for (int target = 0; target < builders.length; target++) {
                if (!builders[target].isEmpty()) {
                    send(target);
                }
            }
        }

        @Override
        public void close() {
            for (FrameBuilder builder : builders) {
                builder.close();
            }
            scratch.close();
        }
    }
}
