package io.colonnade.storage.load;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.kernel.Views;
import io.colonnade.core.kernel.Widening;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.storage.dictionary.Strings;
import io.colonnade.storage.file.FileErrors;
import io.colonnade.storage.image.ImageFile;
import io.colonnade.storage.segment.Segment;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A run in a temporary file, an image whose rows lie in order.
final class SpilledRun implements Run {
    private final FileSystem files;
    private final Path path;
    private final ImageFile image;
    private final List<ColumnDefinition> columns;
    private final MemoryPool pool;

    private SpilledRun(FileSystem files, Path path, ImageFile image, TableDefinition table, MemoryPool pool) {
        this.files = files;
        this.path = path;
        this.image = image;
        this.columns = table.columns();
        this.pool = pool;
    }

    static SpilledRun open(FileSystem files, Path path, TableDefinition table, MemoryPool pool) throws IOException {
        return new SpilledRun(files, path, ImageFile.open(files, path), table, pool);
    }

    private Segment segment() {
        return image.segment();
    }

    @Override
    public int rows() {
        return (int) segment().rowCount();
    }

    @Override
    public @Nullable Strings strings(int column) {
        ColumnDefinition definition = columns.get(column);
        if (definition.type().layout() != Layout.VIEW) {
            return null;
        }
        Column.Plain dictionary = image.segment().dictionary(definition.id());
        return dictionary == null ? null : Strings.of(dictionary);
    }

    @Override
    public Datum value(int column, int row) {
        return segment().column(columns.get(column).id(), row / Page.BLOCK_ROWS).datum(row % Page.BLOCK_ROWS);
    }

    @Override
    public int @Nullable [] places(int from, int to) {
        return null;
    }

    @Override
    public void read(int column, RunSlice slice, ColumnArrays target) {
        int to = slice.to();
        int columnId = columns.get(column).id();
        try (Scratch scratch = new Scratch(pool)) {
            int row = slice.from();
            while (row < to) {
                int block = row / Page.BLOCK_ROWS;
                int first = row % Page.BLOCK_ROWS;
                int last = Math.min(segment().blockRows(block), to - block * Page.BLOCK_ROWS);
                // Slices begin at whole words of bitmaps.
                int start = first & -64;
                Column part = segment().column(columnId, block).slice(start, last - start);
                if (target.takesCodes()) {
                    readCodes(columnId, part, first - start, target, scratch);
                } else {
                    readValues(part, Flatten.plain(part, null, scratch), first - start, target);
                }
                scratch.reset();
                row += last - first;
            }
        }
    }

    private static void readPresence(@Nullable MemorySegment validity, int skip, int count, ColumnArrays target) {
        if (validity != null) {
            for (int i = 0; i < count; i++) {
                if (!Lanes.bit(validity, skip + i)) {
                    target.setNull(target.count() + i);
                }
            }
        }
    }

    private void readCodes(int columnId, Column part, int skip, ColumnArrays target, Scratch scratch) {
        int count = part.length() - skip;
        int at = target.count();
        int[] ints = target.ints(at + count);
        switch (part) {
            case Column.Dictionaried coded -> {
                MemorySegment codes = scratch.allocate(part.length() * 4L);
                Widening.toInt32(coded.codes(), coded.width(), 0, null, part.length(), codes);
                MemorySegment.copy(codes, Lanes.INT, skip * 4L, ints, at, count);
                readPresence(coded.validity(), skip, count, target);
            }
            case Column.Constant constant -> {
                int code = 0;
                if (constant.value() instanceof Datum.Text text) {
                    code = code(columnId, text.value());
                } else {
                    for (int i = 0; i < count; i++) {
                        target.setNull(at + i);
                    }
                }
                Arrays.fill(ints, at, at + count, code);
            }
            case Column.Runs runs
            when runs.values() instanceof Column.Dictionaried coded -> {
                int row = 0;
                for (int run = 0; run < runs.runCount(); run++) {
                    int code = coded.code(run);
                    for (; row < runs.end(run); row++) {
                        if (row >= skip) {
                            ints[at + row - skip] = code;
                        }
                    }
                }
            }
            case Column.Runs runs -> throw new IllegalStateException("runs of " + runs.values());
            case Column.Plain plain -> throw new IllegalStateException("a plain block beside a dictionary");
            case Column.Narrow narrow -> throw new IllegalStateException("narrow text");
        }
        target.advance(count);
    }

    private int code(int columnId, String text) {
        Column.Plain dictionary = image.segment().dictionary(columnId);
        if (dictionary == null) {
            throw new IllegalStateException("codes without a dictionary");
        }
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = dictionary.length() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            byte[] bytes = Lanes.viewBytes(dictionary.values(), dictionary.heap(), middle)
                    .toArray(Lanes.BYTE);
            if (Arrays.compareUnsigned(bytes, wanted) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static void readValues(Column stored, Column.Plain part, int skip, ColumnArrays target) {
        int count = part.length() - skip;
        int at = target.count();
        MemorySegment source = part.values();
        readPresence(part.validity(), skip, count, target);
        switch (part.layout()) {
            case BIT -> {
                int[] ints = target.ints(at + count);
                for (int i = 0; i < count; i++) {
                    ints[at + i] = Lanes.bit(source, skip + i) ? 1 : 0;
                }
            }
            case INT32 -> MemorySegment.copy(source, Lanes.INT, skip * 4L, target.ints(at + count), at, count);
            case INT64, FLOAT64 ->
                MemorySegment.copy(source, Lanes.LONG, skip * 8L, target.longs(at + count), at, count);
            case INT128 ->
                MemorySegment.copy(source, Lanes.LONG, skip * 16L, target.longs(2 * (at + count)), 2 * at, 2 * count);
            case VIEW -> {
                long[] longs = target.longs(2 * (at + count));
                long base = target.addHeap(lasting(stored, part));
                for (int i = 0; i < count; i++) {
                    long first = source.get(Lanes.LONG, (skip + i) * 16L);
                    long second = source.get(Lanes.LONG, (skip + i) * 16L + 8);
                    longs[2 * (at + i)] = first;
                    longs[2 * (at + i) + 1] = Views.isInline(first) ? second : second + base;
                }
            }
        }
        target.advance(count);
    }

    /// The heap of a flat column; that of a repeated constant lies in the scratch and is copied.
    private static List<MemorySegment> lasting(Column stored, Column.Plain flat) {
        return stored instanceof Column.Constant && !flat.heap().isEmpty()
                ? List.of(MemorySegment.ofArray(flat.heap().getFirst().toArray(Lanes.BYTE)))
                : flat.heap();
    }

    @Override
    public void close() {
        image.close();
        try {
            files.delete(path);
        } catch (IOException e) {
            throw FileErrors.of(e, "delete", path);
        }
    }
}
