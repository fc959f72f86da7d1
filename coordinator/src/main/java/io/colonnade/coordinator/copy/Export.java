package io.colonnade.coordinator.copy;

import io.colonnade.coordinator.result.PageEncoder;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.FileOptions;
import io.colonnade.core.type.Type;
import java.lang.foreign.SegmentAllocator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/// The rows of a COPY TO as bytes of its file; counts them.
public final class Export implements PageEncoder {
    private final PageEncoder pages;
    private final byte[] header;
    private final LongAdder rows = new LongAdder();

    private Export(PageEncoder pages, byte[] header) {
        this.pages = pages;
        this.header = header;
    }

    /// `names` are those of the columns. *Errors*: DUPLICATE_COLUMN where a format needs them to differ.
    public static Export of(FileOptions options, List<String> names) {
        return switch (options.format()) {
            case CSV -> {
                CsvPages csv = new CsvPages(options);
                yield new Export(csv, options.header() ? csv.header(names) : new byte[0]);
            }
            case JSON -> {
                requireDistinct(names);
                yield new Export(new JsonPages(names), new byte[0]);
            }
            case PARQUET -> throw EngineException.notSupported("COPY TO a Parquet file");
        };
    }

    private static void requireDistinct(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new EngineException(
                        ErrorCode.DUPLICATE_COLUMN,
                        "two columns of the rows have the name \"" + name + "\"",
                        null,
                        "give them different names with AS",
                        null);
            }
        }
    }

    @Override
    public byte[] encode(List<Type> types, Page page, SegmentAllocator allocator) {
        byte[] bytes = pages.encode(types, page, allocator);
        rows.add(page.rows());
        return bytes;
    }

    /// What comes before the rows.
    public byte[] header() {
        return header;
    }

    /// Rows so far.
    public long rows() {
        return rows.sum();
    }
}
