package io.colonnade.coordinator.copy;

import io.colonnade.coordinator.result.PageEncoder;
import io.colonnade.coordinator.result.ResultSink;
import io.colonnade.coordinator.result.ResultStream;
import io.colonnade.core.catalog.FileOptions;
import io.colonnade.exec.exchange.ClientOutput;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// CSV and JSON: each page becomes bytes by itself.
final class TextExport implements Export<byte[]> {
    private final PageEncoder pages;
    private final byte[] header;
    private final LongAdder rows = new LongAdder();

    private TextExport(PageEncoder pages, byte[] header) {
        this.pages = pages;
        this.header = header;
    }

    static TextExport csv(FileOptions options, List<String> names) {
        CsvPages csv = new CsvPages(options);
        return new TextExport(csv, options.header() ? csv.header(names) : new byte[0]);
    }

    static TextExport json(List<String> names) {
        return new TextExport(new JsonPages(names), new byte[0]);
    }

    @Override
    public ClientOutput output(ResultStream<byte[]> stream) {
        return new ResultSink(stream, (types, page, allocator) -> {
            byte[] bytes = pages.encode(types, page, allocator);
            rows.add(page.rows());
            return bytes;
        });
    }

    @Override
    public void begin(ExportFile file) {
        file.write(header);
    }

    @Override
    public void write(ExportFile file, byte[] piece) {
        file.write(piece);
    }

    @Override
    public void end(ExportFile file) {}

    @Override
    public long rows() {
        return rows.sum();
    }
}
