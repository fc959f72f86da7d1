package io.colonnade.coordinator.result;

import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Type;
import io.colonnade.exec.exchange.ClientOutput;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Sink;
import io.colonnade.exec.task.TaskContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Turns the pages of the root fragment into frames of a {@link ResultStream}, each page into one.
public record ResultSink(ResultStream<byte[]> stream, PageEncoder encoder) implements ClientOutput {
    /// Frames of the client's driver.
    public ResultSink(ResultStream<byte[]> stream) {
        this(stream, BatchFrame::encode);
    }

    @Override
    public Sink sink(List<Type> types, TaskContext task) {
        return driver -> new Encoder(types, driver);
    }

    /// The encoder of one driver.
    private final class Encoder implements Sink.Local {
        private final List<Type> types;
        private final Scratch scratch;

        Encoder(List<Type> types, DriverContext driver) {
            this.types = types;
            this.scratch = new Scratch(driver.memory());
        }

        @Override
        public void accept(Page page) {
            int wanted = stream.claim(page.rows());
            if (wanted == 0) {
                return;
            }
            Page part = page;
            if (wanted < page.rows()) {
                int[] positions = new int[wanted];
                for (int i = 0; i < wanted; i++) {
                    positions[i] = page.position(i);
                }
                part = page.select(new Selection(positions, wanted));
            }
            scratch.reset();
            try {
                stream.offer(encoder.encode(types, part, scratch));
            } catch (ArithmeticException e) {
                throw ResultStream.tooWide();
            }
        }

        @Override
        public @Nullable CompletableFuture<?> blocked() {
            return stream.blocked();
        }

        @Override
        public boolean wantsMore() {
            return stream.wantsMore();
        }

        @Override
        public void close() {
            scratch.close();
        }
    }

    /// Takes the rows of a query whose result nobody wants: EXPLAIN ANALYZE.
    public static ClientOutput discarding() {
        return (types, task) -> driver -> page -> {};
    }
}
