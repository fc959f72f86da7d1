package io.colonnade.storage.load;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.kernel.Views;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.storage.dictionary.StringDictionary;
import io.colonnade.storage.dictionary.Strings;
import io.colonnade.storage.segment.PositionSet;
import io.colonnade.storage.segment.Segment;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of a segment that were not deleted, in their order; a column that it lacks has its initial value.
///
/// Strings without a dictionary get one while their column is read, so that many small segments make one large one
/// with codes. *Ownership*: the segment is the caller's, who closes it in `close`.
final class SegmentRun implements Run {
    private final Segment segment;
    private final List<ColumnDefinition> columns;
    private final MemoryPool pool;
    private final Runnable close;
    private final int @Nullable [] live;
    private final boolean codesStrings;
    private @Nullable Interned interned;

    /// A column of strings as codes: of the rows that count, in their order.
    private record Interned(int column, StringDictionary dictionary, int[] codes, boolean full) {}

    /// `codesStrings` asks for dictionaries where the segment has none.
    SegmentRun(
            Segment segment,
            TableDefinition table,
            PositionSet deleted,
            boolean codesStrings,
            MemoryPool pool,
            Runnable close) {
        this.segment = segment;
        this.columns = table.columns();
        this.codesStrings = codesStrings;
        this.pool = pool;
        this.close = close;
        this.live = deleted.count() == 0 ? null : deleted.others((int) segment.rowCount());
    }

    @Override
    public int rows() {
        return live == null ? (int) segment.rowCount() : live.length;
    }

    @Override
    public int @Nullable [] places(int from, int to) {
        return live == null ? null : from == 0 && to == live.length ? live : Arrays.copyOfRange(live, from, to);
    }

    private Column block(ColumnDefinition column, int block) {
        return segment.has(column.id())
                ? segment.column(column.id(), block)
                : new Column.Constant(column.type(), segment.blockRows(block), column.initial());
    }

    @Override
    public @Nullable Strings strings(int column) {
        ColumnDefinition definition = columns.get(column);
        if (definition.type().layout() != Layout.VIEW) {
            return null;
        }
        Column.Plain stored = segment.has(definition.id()) ? segment.dictionary(definition.id()) : null;
        if (stored != null) {
            return Strings.of(stored);
        }
        if (!codesStrings) {
            return null;
        }
        Interned known = interned;
        if (known == null || known.column() != column) {
            forget();
            known = intern(column);
            interned = known;
        }
        return known.full() ? null : known.dictionary();
    }

    private Interned intern(int column) {
        StringDictionary dictionary = new StringDictionary(pool);
        boolean done = false;
        try {
            ColumnArrays views = new ColumnArrays();
            views.begin(rows(), false);
            readBlocks(column, new RunSlice(this, 0, rows()).located(), views);
            long[] words = views.longs(2 * rows());
            long[] present = views.validity(null);
            int[] codes = new int[rows()];
            boolean full = false;
            for (int i = 0; i < codes.length && !full; i++) {
                if (present == null || (present[i >>> 6] >>> i & 1) != 0) {
                    codes[i] = dictionary.intern(words[2 * i], words[2 * i + 1], views.heap());
                    full = codes[i] == StringDictionary.FULL;
                }
            }
            done = true;
            return new Interned(column, dictionary, codes, full);
        } finally {
            if (!done) {
                dictionary.close();
            }
        }
    }

    private void forget() {
        if (interned != null) {
            interned.dictionary().close();
            interned = null;
        }
    }

    @Override
    public Datum value(int column, int row) {
        int place = live == null ? row : live[row];
        return block(columns.get(column), place / Page.BLOCK_ROWS).datum(place % Page.BLOCK_ROWS);
    }

    @Override
    public long heapBytes(int column) {
        if (columns.get(column).type().layout() != Layout.VIEW) {
            return 0;
        }
        ColumnArrays views = new ColumnArrays();
        views.begin(rows(), false);
        readBlocks(column, new RunSlice(this, 0, rows()).located(), views);
        long[] words = views.longs(2 * rows());
        long bytes = 0;
        for (int i = 0; i < rows(); i++) {
            bytes += Views.isInline(words[2 * i]) ? 0 : Views.length(words[2 * i]);
        }
        return bytes;
    }

    @Override
    public void read(int column, RunSlice slice, ColumnArrays target) {
        Interned coded = interned;
        if (!target.takesCodes() || coded == null || coded.column() != column) {
            readBlocks(column, slice, target);
            return;
        }
        int count = slice.count();
        int at = target.count();
        System.arraycopy(coded.codes(), slice.from(), target.ints(at + count), at, count);
        readNulls(column, slice, target);
        target.advance(count);
    }

    private void readNulls(int column, RunSlice slice, ColumnArrays target) {
        ColumnArrays presence = new ColumnArrays();
        presence.begin(slice.count(), false);
        readBlocks(column, slice, presence);
        long[] present = presence.validity(null);
        for (int i = 0; present != null && i < slice.count(); i++) {
            if ((present[i >>> 6] >>> i & 1) == 0) {
                target.setNull(target.count() + i);
            }
        }
    }

    private void readBlocks(int column, RunSlice slice, ColumnArrays target) {
        ColumnDefinition definition = columns.get(column);
        int[] places = slice.rows();
        int done = 0;
        try (Scratch scratch = new Scratch(pool)) {
            while (done < slice.count()) {
                int row = places == null ? slice.from() + done : places[done];
                int block = row / Page.BLOCK_ROWS;
                int end = block * Page.BLOCK_ROWS + segment.blockRows(block);
                int count;
                Column part;
                RowsOfPart rows;
                if (places == null) {
                    int first = row % Page.BLOCK_ROWS;
                    // Slices begin at whole words of bitmaps.
                    int start = first & -64;
                    count = Math.min(end, slice.to()) - row;
                    part = block(definition, block).slice(start, first - start + count);
                    rows = new RowsOfPart(first - start, count, null);
                } else {
                    count = 0;
                    int[] positions = new int[Math.min(slice.count() - done, segment.blockRows(block))];
                    while (done + count < slice.count() && places[done + count] < end) {
                        positions[count] = places[done + count] - block * Page.BLOCK_ROWS;
                        count++;
                    }
                    part = block(definition, block);
                    rows = new RowsOfPart(0, count, positions);
                }
                if (target.takesCodes()) {
                    StoredCodes.read(segment, definition.id(), part, rows, target, scratch);
                } else if (rows.positions() == null) {
                    StoredValues.read(part, Flatten.plain(part, null, scratch), rows.skip(), target);
                } else {
                    Selection selection = new Selection(rows.positions(), count);
                    StoredValues.read(part, Flatten.plain(part, selection, scratch), 0, target);
                }
                scratch.reset();
                done += count;
            }
        }
    }

    @Override
    public void close() {
        forget();
        close.run();
    }

    /// Which rows of a part of a column are wanted: `count` from `skip` on, or those at `positions`.
    record RowsOfPart(int skip, int count, int @Nullable [] positions) {
        int at(int row) {
            return positions == null ? skip + row : positions[row];
        }

        void readPresence(@Nullable MemorySegment validity, ColumnArrays target) {
            if (validity != null) {
                for (int i = 0; i < count; i++) {
                    if (!Lanes.bit(validity, at(i))) {
                        target.setNull(target.count() + i);
                    }
                }
            }
        }
    }
}
