package io.colonnade.storage.ingest.parquet;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Layout;
import io.colonnade.storage.ingest.parquet.conversion.BadValue;
import io.colonnade.storage.ingest.parquet.conversion.Conversion;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/// One column of a row group, as many rows at a time as are asked for, whatever the pages of the file are.
///
/// ```text
/// data pages   |--------- 5000 ---------|------ 3000 ------|
/// next(4096)   |------- 4096 ------|------ 3904 ------|
/// ```
///
/// *Ownership*: values and bitmaps come from the allocator; long texts stay in the pages, which live until the next
/// call. *Threads*: one.
public final class ColumnReader implements AutoCloseable {
    private final PageStream pages;
    private final ParquetColumn column;
    private final ColumnDefinition target;
    private final Conversion conversion;
    private final MemoryPool pool;
    private final ParquetErrors errors;
    private final int fixedLength;
    private final int[] ids = new int[Page.ROWS_MAX];
    private final int[] offsets = new int[Page.ROWS_MAX];
    private final int[] lengths = new int[Page.ROWS_MAX];
    /// Pages that were read to their end while the lent column still refers to them.
    private final List<DataPage> retired = new ArrayList<>();
    private final List<MemorySegment> heap = new ArrayList<>();
    private @Nullable FileDictionary dictionary;
    private @Nullable DataPage page;
    private long rowsDone;

    ColumnReader(
            PageStream pages,
            ParquetColumn column,
            ColumnDefinition target,
            Conversion conversion,
            long rowsBefore,
            MemoryPool pool,
            ParquetErrors errors) {
        this.pages = pages;
        this.column = column;
        this.target = target;
        this.conversion = conversion;
        this.pool = pool;
        this.errors = errors;
        this.rowsDone = rowsBefore;
        this.fixedLength = column.type().getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                ? column.type().getTypeLength()
                : -1;
    }

    /// The next `rows` rows, 1 to 4,096, of which so many must be left; valid until the next call.
    public Column.Plain next(int rows, SegmentAllocator allocator) {
        retire();
        try {
            return read(rows, allocator);
        } catch (EngineException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw errors.damaged("column " + column.name() + " cannot be decoded", e);
        }
    }

    private Column.Plain read(int rows, SegmentAllocator allocator) throws IOException {
        Layout layout = target.type().layout();
        // Ranges of bits are written by whole words.
        MemorySegment values = allocator.allocate(layout.bytes(rows) + 8, 64);
        MemorySegment validity = allocator.allocate(Layout.BIT.bytes(rows) + 8, 64);
        int done = 0;
        int presentOfAll = 0;
        while (done < rows) {
            DataPage current = current();
            int count = Math.min(rows - done, current.rowsLeft());
            int present = current.takeRows(count, validity, done);
            if (present < count && !target.nullable()) {
                throw errors.nullValue(target.name(), rowsDone + firstNull(validity, done) + 1);
            }
            try {
                decode(current, present, values, done);
            } catch (BadValue e) {
                throw errors.badValue(target.name(), rowsDone + rowOf(validity, done, e.index) + 1, e);
            }
            if (present < count) {
                Spreading.spread(layout, values, validity, done, count, present);
            }
            done += count;
            presentOfAll += present;
        }
        rowsDone += rows;
        return new Column.Plain(
                target.type(),
                rows,
                values,
                presentOfAll == rows ? null : validity,
                layout == Layout.VIEW ? List.copyOf(heap) : List.of());
    }

    private void retire() {
        retired.forEach(DataPage::close);
        retired.clear();
        heap.clear();
        // Views of the dictionary refer to heap buffer 0.
        heap.add(dictionary == null ? MemorySegment.NULL : dictionary.bytes().segment());
        if (page != null) {
            page.heapIndex = -1;
        }
    }

    /// The page with the next row.
    private DataPage current() throws IOException {
        while (page == null || page.rowsLeft() == 0) {
            if (page != null) {
                retired.add(page);
                page = null;
            }
            RawPage raw = pages.next();
            if (raw.isDictionary()) {
                readDictionary(raw);
            } else {
                page = DataPage.open(raw, column, dictionary == null ? -1 : dictionary.size(), pool);
            }
        }
        return page;
    }

    private void readDictionary(RawPage raw) throws IOException {
        int size = raw.valueCount();
        Layout layout = target.type().layout();
        Buffer values = null;
        try {
            if (dictionary != null || size < 0 || size > raw.valueBytes()) {
                throw new IOException("a dictionary of " + size + " values");
            }
            values = pool.allocate(layout.bytes(size) + PageStream.SLACK_BYTES);
            DataPage plain = DataPage.openDictionary(raw);
            plain.heapIndex = 0;
            int done = 0;
            while (done < size) {
                int count = Math.min(size - done, Page.ROWS_MAX);
                convert(plain, count, values.segment(), done);
                done += count;
            }
            dictionary = new FileDictionary(layout, size, values, raw.memory());
            heap.set(0, raw.memory().segment());
        } catch (BadValue e) {
            throw errors.badValue(target.name(), 0, e);
        } finally {
            if (dictionary == null || dictionary.bytes() != raw.memory()) {
                raw.memory().close();
                if (values != null) {
                    values.close();
                }
            }
        }
    }

    private void decode(DataPage current, int present, MemorySegment values, int row) throws IOException {
        if (current.ids != null && dictionary != null) {
            current.ids.readInts(ids, 0, present);
            dictionary.look(ids, present, values, row);
        } else {
            if (current.heapIndex < 0) {
                current.heapIndex = heap.size();
                heap.add(current.bytes());
            }
            convert(current, present, values, row);
        }
    }

    /// The next `count` plain values of a page.
    private void convert(DataPage from, int count, MemorySegment values, long row) throws IOException {
        switch (conversion) {
            case Conversion.Bits bits -> BitRange.copy(from.bytes(), from.takeBits(count), values, row, count);
            case Conversion.Fixed fixed ->
                fixed.convert(from.bytes(), from.takeFixed(count, fixed.width()), count, values, row);
            case Conversion.Bytes bytes -> {
                from.takeBytes(count, fixedLength, offsets, lengths);
                bytes.convert(from.bytes(), offsets, lengths, count, values, row, from.heapIndex);
            }
        }
    }

    private static int firstNull(MemorySegment validity, int from) {
        int row = from;
        while (Lanes.bit(validity, row)) {
            row++;
        }
        return row;
    }

    /// The row of the `index`-th value from row `from` on.
    private static int rowOf(MemorySegment validity, int from, int index) {
        int row = from;
        for (int left = index; left > 0 || !Lanes.bit(validity, row); row++) {
            left -= Lanes.bit(validity, row) ? 1 : 0;
        }
        return row;
    }

    @Override
    public void close() {
        retired.forEach(DataPage::close);
        retired.clear();
        if (page != null) {
            page.close();
            page = null;
        }
        if (dictionary != null) {
            dictionary.close();
            dictionary = null;
        }
        pages.close();
    }
}
