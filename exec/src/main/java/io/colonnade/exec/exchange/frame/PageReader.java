package io.colonnade.exec.exchange.frame;

import io.colonnade.core.kernel.Bits;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the pages that a {@link PageWriter} wrote, one reader per stream; the payloads come in the order sent.
///
/// *Ownership*: pages lie in the payload's memory; dictionaries are copied and live until {@link #close}.
/// *Errors*: bytes that no writer made are CORRUPT_DATA: every offset, code and run is checked here, since operators
/// trust them. A payload of n bytes takes at most n bytes of the pool, for its dictionaries, and
/// {@link #heapBytesMax} of heap, whatever it holds.
public final class PageReader implements AutoCloseable {
    private static final int COLUMNS_MAX = 16_384;
    private static final long HEAP_BASE = 64 << 10;
    private static final long HEAP_PER_BYTE = 32;

    private final List<Type> types;
    private final MemoryPool pool;
    private final Map<Long, Dictionary> dictionaries = new HashMap<>();
    private final List<Buffer> buffers = new ArrayList<>();
    private final @Nullable KnownDictionaries shared;

    public PageReader(List<Type> types, MemoryPool pool) {
        this(types, pool, null);
    }

    /// Of pages that were written with `shared`, unless it is null.
    public PageReader(List<Type> types, MemoryPool pool, @Nullable KnownDictionaries shared) {
        this.types = types;
        this.pool = pool;
        this.shared = shared;
    }

    /// The most heap bytes, garbage included, that reading a payload of `length` bytes with `columns` columns takes.
    public static long heapBytesMax(long length, int columns) {
        return HEAP_BASE + 8L * columns + HEAP_PER_BYTE * length;
    }

    /// At least one page.
    public List<Page> read(MemorySegment payload) {
        if (payload.byteSize() == 0) {
            throw FrameHeader.corrupt("a payload without pages");
        }
        PayloadCursor in = new PayloadCursor(payload);
        List<Page> pages = new ArrayList<>();
        while (in.hasMore()) {
            long head = in.readLong();
            int rows = PayloadCursor.check(head & 0xFFFF_FFFFL, "rows", 1, Page.ROWS_MAX);
            PayloadCursor.check(head >>> 32, "columns", Math.min(types.size(), COLUMNS_MAX), types.size());
            Column[] columns = new Column[types.size()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = column(in, types.get(i), rows, true);
            }
            pages.add(new Page(rows, columns));
        }
        return pages;
    }

    private Column column(PayloadCursor in, Type type, int rows, boolean runsAllowed) {
        long head = in.readLong();
        int form = (int) (head & 0xFF);
        int width = (int) (head >>> 8 & 0xFF);
        int flags = (int) (head >>> 16 & 0xFF);
        return switch (form) {
            case PageWriter.PLAIN -> plain(in, type, rows, flags);
            case PageWriter.CONSTANT -> new Column.Constant(type, rows, constant(in, type, flags));
            case PageWriter.NARROW -> {
                if (!type.layout().isInteger()) {
                    throw FrameHeader.corrupt("narrow values of type " + type.sql());
                }
                long base = in.readLong();
                if (type.layout() == Layout.INT32 && base != (int) base) {
                    throw FrameHeader.corrupt("narrow values from " + base + " as " + type.sql());
                }
                MemorySegment validity = validity(in, rows, flags);
                yield new Column.Narrow(type, rows, base, width, in.read((long) rows * width(width)), validity);
            }
            case PageWriter.DICTIONARY -> dictionaried(in, type, rows, width(width), flags);
            case PageWriter.RUNS -> {
                if (!runsAllowed) {
                    throw FrameHeader.corrupt("runs of runs");
                }
                yield runs(in, type, rows);
            }
            default -> throw FrameHeader.corrupt("a column of form " + form);
        };
    }

    private static int width(int width) {
        if (width != 1 && width != 2 && width != 4) {
            throw FrameHeader.corrupt("values of " + width + " bytes");
        }
        return width;
    }

    private static @Nullable MemorySegment validity(PayloadCursor in, int rows, int flags) {
        return (flags & PageWriter.FLAG_VALIDITY) == 0 ? null : in.read(Bits.bytes(rows));
    }

    private static Column.Plain plain(PayloadCursor in, Type type, int rows, int flags) {
        if (type.layout() != Layout.VIEW) {
            MemorySegment validity = validity(in, rows, flags);
            return new Column.Plain(type, rows, in.read(type.layout().bytes(rows)), validity);
        }
        int heapBytes = in.readCount("bytes of strings", 0, FrameHeader.LENGTH_MAX);
        MemorySegment validity = validity(in, rows, flags);
        MemorySegment views = in.read(rows * 16L);
        MemorySegment heap = in.read(heapBytes);
        ReceivedStrings.check(views, rows, heap);
        return new Column.Plain(type, rows, views, validity, heapBytes == 0 ? List.of() : List.of(heap));
    }

    private static Datum constant(PayloadCursor in, Type type, int flags) {
        if ((flags & PageWriter.FLAG_NULL) != 0) {
            return Datum.NULL;
        }
        return switch (type.layout()) {
            case BIT -> Datum.of(in.readLong() != 0);
            case INT32 ->
                Datum.of(PayloadCursor.check(in.readLong(), "as " + type.sql(), Integer.MIN_VALUE, Integer.MAX_VALUE));
            case INT64 -> Datum.of(in.readLong());
            case INT128 -> new Datum.Wide(Lanes.int128(in.read(16), 0));
            case FLOAT64 -> Datum.of(Double.longBitsToDouble(in.readLong()));
            case VIEW -> {
                int length = in.readCount("bytes of a string", 0, FrameHeader.LENGTH_MAX);
                try {
                    yield Datum.of(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(in.read(length).toArray(Lanes.BYTE)))
                            .toString());
                } catch (CharacterCodingException e) {
                    throw FrameHeader.corrupt("a string that is not UTF-8");
                }
            }
        };
    }

    private Column dictionaried(PayloadCursor in, Type type, int rows, int width, int flags) {
        long id = in.readLong();
        if ((flags & PageWriter.FLAG_DICTIONARY) != 0) {
            receive(in, type, id);
        }
        Dictionary dictionary = shared != null ? shared.get(id) : dictionaries.get(id);
        if (dictionary == null || (shared == null && !dictionary.values().type().equals(type))) {
            throw FrameHeader.corrupt("codes of a dictionary that was not sent");
        }
        MemorySegment validity = validity(in, rows, flags);
        MemorySegment codes = in.read((long) rows * width);
        long greatest = 0;
        for (int row = 0; row < rows; row++) {
            greatest = Math.max(greatest, Lanes.unsigned(codes, width, row));
        }
        if (greatest >= dictionary.size()) {
            throw FrameHeader.corrupt("code " + greatest + " of a dictionary of " + dictionary.size() + " values");
        }
        return new Column.Dictionaried(type, rows, width, codes, validity, dictionary);
    }

    /// Copies the dictionary, since it outlives the payload. Each driver of a sender sends it for itself; the first
    /// one counts.
    private void receive(PayloadCursor in, Type type, long id) {
        int size = in.readCount("values of a dictionary", 1, Dictionary.SIZE_MAX);
        long from = in.position();
        dictionaryValues(in, type, size);
        if (dictionaries.containsKey(id)) {
            return;
        }
        MemorySegment bytes = in.between(from, in.position());
        Buffer copy = pool.allocate(bytes.byteSize());
        buffers.add(copy);
        MemorySegment.copy(bytes, 0, copy.segment(), 0, bytes.byteSize());
        PayloadCursor again = new PayloadCursor(copy.segment().asSlice(0, bytes.byteSize()));
        dictionaries.put(id, new Dictionary(dictionaryValues(again, type, size)));
    }

    /// Plain and nothing else: a dictionary within a dictionary would nest as deep as the payload is long.
    private static Column.Plain dictionaryValues(PayloadCursor in, Type type, int size) {
        long head = in.readLong();
        int flags = (int) (head >>> 16 & 0xFF);
        if ((head & 0xFF) != PageWriter.PLAIN || (flags & PageWriter.FLAG_VALIDITY) != 0) {
            throw FrameHeader.corrupt("a dictionary whose values are not plain");
        }
        return plain(in, type, size, flags);
    }

    private Column runs(PayloadCursor in, Type type, int rows) {
        int count = in.readCount("runs", 1, rows);
        MemorySegment ends = in.read(count * 4L);
        int last = 0;
        for (int run = 0; run < count; run++) {
            int end = Lanes.int32(ends, run);
            if (end <= last || end > rows) {
                throw FrameHeader.corrupt("a run that ends at row " + end);
            }
            last = end;
        }
        if (last != rows) {
            throw FrameHeader.corrupt("runs of " + last + " of " + rows + " rows");
        }
        return new Column.Runs(type, rows, 0, count, ends, column(in, type, count, false));
    }

    @Override
    public void close() {
        buffers.forEach(Buffer::close);
        buffers.clear();
        dictionaries.clear();
    }
}
