package io.colonnade.exec.operator.state;

import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The rows of a {@link RowStore} as pages, to be written to where there is more room.
///
/// Values stay where they are, codes keep the dictionary they came with; only numbers of a string table
/// become views in memory of the scratch. *Ownership*: a page is lent for the call.
public final class StoredPages {
    private final List<ColumnStore> columns;
    private final long rows;

    public StoredPages(RowStore store) {
        this.columns = store.columns();
        this.rows = store.rows();
    }

    /// How many pages the rows make.
    public int count() {
        if (columns.isEmpty()) {
            return Math.toIntExact((rows + Page.ROWS_MAX - 1) / Page.ROWS_MAX);
        }
        int pages = 0;
        for (ColumnStore.Chunk chunk : columns.getFirst().chunks) {
            pages += pages(chunk);
        }
        return pages;
    }

    private static int pages(ColumnStore.Chunk chunk) {
        return (chunk.rows + Page.ROWS_MAX - 1) / Page.ROWS_MAX;
    }

    /// One of the pages; they count in the order in which their rows came.
    public Page page(int number, Scratch scratch) {
        if (columns.isEmpty()) {
            return new Page((int) Math.min(Page.ROWS_MAX, rows - (long) number * Page.ROWS_MAX));
        }
        int left = number;
        for (int c = 0; ; c++) {
            ColumnStore.Chunk first = columns.getFirst().chunks.get(c);
            if (left >= pages(first)) {
                left -= pages(first);
                continue;
            }
            int from = left * Page.ROWS_MAX;
            int count = Math.min(Page.ROWS_MAX, first.rows - from);
            Column[] parts = new Column[columns.size()];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = part(columns.get(i), columns.get(i).chunks.get(c), from, count, scratch);
            }
            return new Page(count, parts);
        }
    }

    /// Passes all rows on, in the order in which they came.
    public void forEach(Scratch scratch, Consumer<Page> pages) {
        int count = count();
        for (int i = 0; i < count; i++) {
            scratch.reset();
            pages.accept(page(i, scratch));
        }
    }

    /// `from` is a multiple of 64.
    private static Column part(ColumnStore store, ColumnStore.Chunk chunk, int from, int count, Scratch scratch) {
        MemorySegment values = chunk.values.segment();
        MemorySegment validity =
                chunk.validity == null ? null : chunk.validity.segment().asSlice(from / 8);
        return switch (store.strings) {
            case NONE -> {
                long at = store.layout == Layout.BIT ? from / 8 : (long) from * store.layout.bytes();
                yield new Column.Plain(store.type, count, values.asSlice(at), validity);
            }
            case CODES -> {
                Dictionary dictionary = store.dictionary;
                yield dictionary == null || dictionary.size() == 0
                        ? new Column.Constant(store.type, count, Datum.NULL)
                        : new Column.Dictionaried(
                                store.type, count, 4, values.asSlice(from * 4L), validity, dictionary);
            }
            case NUMBERS -> numbered(store, values.asSlice(from * 4L), count, validity, scratch);
            case VIEWS -> {
                List<MemorySegment> heap =
                        store.heap.stream().map(buffer -> buffer.segment()).toList();
                yield new Column.Plain(store.type, count, values.asSlice(from * 16L), validity, heap);
            }
        };
    }

    private static Column numbered(
            ColumnStore store, MemorySegment numbers, int count, @Nullable MemorySegment validity, Scratch scratch) {
        if (store.table == null || store.table.size() == 0) {
            return new Column.Constant(store.type, count, Datum.NULL);
        }
        Column.Plain strings = store.table.column();
        MemorySegment views = scratch.allocate(count * 16L);
        for (int i = 0; i < count; i++) {
            // Where a row is NULL its number may be any; that of the first string is always there.
            long number = Lanes.bit(validity, i) ? numbers.get(Lanes.INT, i * 4L) : 0;
            views.set(Lanes.LONG, i * 16L, strings.values().get(Lanes.LONG, number * 16));
            views.set(Lanes.LONG, i * 16L + 8, strings.values().get(Lanes.LONG, number * 16 + 8));
        }
        return new Column.Plain(store.type, count, views, validity, strings.heap());
    }
}
