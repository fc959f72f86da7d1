package io.colonnade.coordinator.copy;

import io.colonnade.coordinator.result.ResultStream;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.page.Page;
import io.colonnade.exec.exchange.ClientOutput;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Sink;
import io.colonnade.planner.statement.OutputColumn;
import io.colonnade.storage.load.RowGroupRows;
import io.colonnade.storage.parquet.ParquetRowsWriter;
import io.colonnade.storage.parquet.RowGroup;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Parquet: each driver collects the rows of a row group and encodes it; the client's thread writes the file.
/// Rows that have an order come from one driver.
final class ParquetExport implements Export<RowGroup> {
    private final List<ColumnDefinition> columns;
    private final LongAdder rows = new LongAdder();
    private @Nullable ParquetRowsWriter writer;

    ParquetExport(List<OutputColumn> columns) {
        this.columns = IntStream.range(0, columns.size())
                .mapToObj(i -> new ColumnDefinition(
                        i + 1,
                        columns.get(i).name(),
                        columns.get(i).type(),
                        columns.get(i).nullable()))
                .toList();
    }

    @Override
    public ClientOutput output(ResultStream<RowGroup> stream) {
        return (types, task) -> driver -> new Collector(stream, driver);
    }

    /// The rows of one driver.
    private final class Collector implements Sink.Local {
        private final ResultStream<RowGroup> stream;
        private final DriverContext driver;
        private final RowGroupRows group;

        Collector(ResultStream<RowGroup> stream, DriverContext driver) {
            this.stream = stream;
            this.driver = driver;
            this.group = new RowGroupRows(columns, driver.memory());
        }

        @Override
        public void accept(Page page) {
            if (stream.wantsMore()) {
                group.append(page);
                if (group.isFull()) {
                    send();
                }
            }
        }

        private void send() {
            RowGroup taken;
            try {
                taken = group.take(driver::checkCancelled);
            } catch (ArithmeticException e) {
                throw ResultStream.tooWide();
            }
            rows.add(taken.rows());
            stream.offer(taken);
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
        public void finish() {
            if (!group.isEmpty() && stream.wantsMore()) {
                send();
            }
        }

        @Override
        public void close() {
            group.close();
        }
    }

    @Override
    public void begin(ExportFile file) {
        writer = file.parquet(columns);
    }

    private ParquetRowsWriter open() {
        if (writer == null) {
            throw EngineException.internal("the file of the rows was not begun");
        }
        return writer;
    }

    @Override
    public void write(ExportFile file, RowGroup piece) {
        file.attempt(() -> open().write(piece));
    }

    @Override
    public void end(ExportFile file) {
        file.attempt(() -> open().finish());
    }

    @Override
    public long rows() {
        return rows.sum();
    }
}
