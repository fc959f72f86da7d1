package io.colonnade.exec.exchange.frame;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.kernel.Bits;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.exec.kernel.Gather;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the rows of pages that count as batches of a payload, in the forms they have; the package page gives the
/// bytes.
///
/// One writer per driver and receiver, since it remembers which dictionaries it has sent. *Thread safety*: one thread.
public final class PageWriter {
    static final int PLAIN = 0;
    static final int CONSTANT = 1;
    static final int NARROW = 2;
    static final int DICTIONARY = 3;
    static final int RUNS = 4;
    static final int FLAG_VALIDITY = 1;
    static final int FLAG_DICTIONARY = 2;
    static final int FLAG_NULL = 4;

    private final Set<Long> sent = new HashSet<>();
    private final List<Long> sentByBatch = new ArrayList<>();
    private final @Nullable KnownDictionaries shared;

    public PageWriter() {
        this(null);
    }

    /// Of pages whose dictionaries the reader takes from `shared`, unless it is null.
    public PageWriter(@Nullable KnownDictionaries shared) {
        this.shared = shared;
    }

    /// Appends a batch, or leaves `out` as it was and throws {@link FrameBuilder.FullException}.
    public void append(Page page, FrameBuilder out, Scratch scratch) {
        long mark = out.position();
        sentByBatch.clear();
        try {
            out.putLong(page.rows() | (long) page.columnCount() << 32);
            for (Column column : page.columns()) {
                scratch.reset();
                column(Gather.column(column, page.selection(), scratch), out, scratch);
            }
        } catch (FrameBuilder.FullException e) {
            out.truncate(mark);
            sentByBatch.forEach(sent::remove);
            throw e;
        }
    }

    private void column(Column column, FrameBuilder out, Scratch scratch) {
        switch (column) {
            case Column.Plain c -> plain(c, out);
            case Column.Constant c -> constant(c, out);
            case Column.Narrow c -> {
                head(out, NARROW, c.width(), c.validity(), 0);
                out.putLong(c.base());
                validity(c.validity(), c.length(), out);
                out.copy(c.offsets(), (long) c.length() * c.width());
            }
            case Column.Dictionaried c -> dictionaried(c, out, scratch);
            case Column.Runs c -> runs(c, out, scratch);
        }
    }

    private static void head(FrameBuilder out, int form, int width, @Nullable MemorySegment validity, int flags) {
        out.putLong(form | width << 8 | (flags | (validity == null ? 0 : FLAG_VALIDITY)) << 16);
    }

    private static void validity(@Nullable MemorySegment validity, int rows, FrameBuilder out) {
        if (validity != null) {
            out.copy(validity, Bits.bytes(rows));
        }
    }

    private static void plain(Column.Plain column, FrameBuilder out) {
        head(out, PLAIN, 0, column.validity(), 0);
        if (column.layout() == Layout.VIEW) {
            views(column, out);
        } else {
            validity(column.validity(), column.length(), out);
            out.copy(column.values(), column.layout().bytes(column.length()));
        }
    }

    /// Views with a heap of only the strings that they use.
    private static void views(Column.Plain column, FrameBuilder out) {
        int rows = column.length();
        MemorySegment source = column.values();
        long heapBytes = 0;
        for (int row = 0; row < rows; row++) {
            int length = Lanes.viewLength(source, row);
            if (length > Lanes.VIEW_INLINE_BYTES && Lanes.bit(column.validity(), row)) {
                heapBytes += length;
            }
        }
        out.putLong(heapBytes);
        validity(column.validity(), rows, out);
        MemorySegment views = out.claim(rows * 16L);
        if (heapBytes == 0 && column.validity() == null) {
            MemorySegment.copy(source, 0, views, 0, rows * 16L);
            return;
        }
        // Claiming may move the payload, so the heap is filled first and the views are found again behind it.
        long viewsAt = out.position() - rows * 16L;
        MemorySegment heap = out.claim(heapBytes);
        views = out.at(viewsAt, rows * 16L);
        long used = 0;
        for (int row = 0; row < rows; row++) {
            long at = row * 16L;
            if (!Lanes.bit(column.validity(), row)) {
                views.set(Lanes.LONG, at, 0);
                views.set(Lanes.LONG, at + 8, 0);
                continue;
            }
            int length = Lanes.viewLength(source, row);
            views.set(Lanes.LONG, at, source.get(Lanes.LONG, at));
            if (length <= Lanes.VIEW_INLINE_BYTES) {
                views.set(Lanes.LONG, at + 8, source.get(Lanes.LONG, at + 8));
            } else {
                MemorySegment from = column.heap().get(source.get(Lanes.INT, at + 8));
                MemorySegment.copy(from, source.get(Lanes.INT, at + 12), heap, used, length);
                views.set(Lanes.INT, at + 8, 0);
                views.set(Lanes.INT, at + 12, (int) used);
                used += length;
            }
        }
    }

    private static void constant(Column.Constant column, FrameBuilder out) {
        head(out, CONSTANT, 0, null, column.value().isNull() ? FLAG_NULL : 0);
        switch (column.value()) {
            case Datum.Null n -> {}
            case Datum.Bool b -> out.putLong(b.value() ? 1 : 0);
            case Datum.Int i -> {
                if (column.layout() == Layout.INT128) {
                    wide(BigInteger.valueOf(i.value()), out);
                } else {
                    out.putLong(i.value());
                }
            }
            case Datum.Wide w -> wide(w.value(), out);
            case Datum.Real r -> out.putLong(Double.doubleToRawLongBits(r.value()));
            case Datum.Text t -> {
                byte[] bytes = t.value().getBytes(StandardCharsets.UTF_8);
                out.putLong(bytes.length);
                out.copy(MemorySegment.ofArray(bytes), bytes.length);
            }
        }
    }

    private static void wide(BigInteger value, FrameBuilder out) {
        out.putLong(value.longValue());
        out.putLong(value.shiftRight(64).longValueExact());
    }

    private void dictionaried(Column.Dictionaried column, FrameBuilder out, Scratch scratch) {
        Dictionary dictionary = column.dictionary();
        if (shared != null) {
            shared.add(dictionary);
        }
        boolean known = shared != null || sent.contains(dictionary.id());
        if (!known && dictionary.size() > 2 * column.length()) {
            plain(Flatten.plain(column, null, scratch), out);
            return;
        }
        head(out, DICTIONARY, column.width(), column.validity(), known ? 0 : FLAG_DICTIONARY);
        out.putLong(dictionary.id());
        if (!known) {
            out.putLong(dictionary.size());
            plain(dictionary.values(), out);
            sent.add(dictionary.id());
            sentByBatch.add(dictionary.id());
        }
        validity(column.validity(), column.length(), out);
        out.copy(column.codes(), (long) column.length() * column.width());
    }

    private void runs(Column.Runs column, FrameBuilder out, Scratch scratch) {
        if (column.values() instanceof Column.Runs) {
            throw EngineException.internal("runs of runs");
        }
        head(out, RUNS, 0, null, 0);
        int count = column.runCount();
        out.putLong(count);
        MemorySegment ends = out.claim(count * 4L);
        for (int run = 0; run < count; run++) {
            ends.set(Lanes.INT, run * 4L, column.end(run));
        }
        column(column.values(), out, scratch);
    }

    /// The rows `from` to `from + count` of those that count, as a page of its own.
    public static Page part(Page page, int from, int count) {
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            positions[i] = page.position(from + i);
        }
        return page.select(new Selection(positions, count));
    }
}
