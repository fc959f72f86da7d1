package io.colonnade.storage.ingest.csv.layout;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where the fields of up to {@link #ROWS_MAX} rows lie: field `column` of row `row` are the bytes from
/// `starts[row * columns + column]` to before `ends[..]`, without its quotes.
///
/// *Ownership*: it refers to the bytes of the chunk and removes quotes in them. Line breaks keep their number, so
/// that a row's line can be counted later.
public final class FieldIndex {
    /// Few enough that bytes and index stay in the second level cache between the passes over them.
    public static final int ROWS_MAX = 512;

    private static final int WORD = 64;

    public final MemorySegment bytes;
    public final int columns;
    public final int[] starts;
    public final int[] ends;
    public int rows;
    /// Whether all bytes of these rows are ASCII.
    public boolean ascii;

    private final byte delimiter;
    private final int quote;
    private final byte[] nullText;
    private int[] quotedFields = new int[16];
    private int quotedCount;
    private final long[] quotedBits;
    private int count;
    private int rowBase;
    private @Nullable BadRow badRow;
    /// Which row of those that were indexed each one is, since some may have been removed.
    private final int[] origins = new int[ROWS_MAX];
    private boolean removed;

    /// A row that has not the right number of fields.
    public record BadRow(int start, int fieldCount, boolean isBlank) {}

    public FieldIndex(MemorySegment bytes, int columns, CsvDialect dialect) {
        this.bytes = bytes;
        this.columns = columns;
        this.delimiter = dialect.delimiter();
        this.quote = dialect.quote();
        this.nullText = dialect.nullText();
        int fieldsMax = ROWS_MAX * columns + columns + 2 * WORD;
        this.starts = new int[fieldsMax + 1];
        this.ends = new int[fieldsMax];
        this.quotedBits = new long[fieldsMax / 64 + 1];
    }

    /// Indexes rows from `from`, where a row begins, up to `end`, where one ends, and answers where it stopped: after
    /// the last row, or before a row that is bad.
    public int scan(int from, int end) {
        forgetQuotes();
        rows = 0;
        count = 0;
        rowBase = 0;
        badRow = null;
        starts[0] = from;
        long inside = 0;
        long high = 0;
        int lastQuote = -1;
        for (int at = from; at < end && rows < ROWS_MAX && badRow == null; at += WORD) {
            long mask = ByteMasks.low(end - at);
            long breaks = ByteMasks.equal(bytes, at, (byte) '\n') & mask;
            long delimiters = ByteMasks.equal(bytes, at, delimiter) & mask;
            high |= ByteMasks.negative(bytes, at) & mask;
            long quotes = quote == CsvDialect.NO_QUOTE ? 0 : ByteMasks.equal(bytes, at, (byte) quote) & mask;
            if ((quotes | inside) != 0) {
                long quoted = ByteMasks.prefixParity(quotes) ^ inside;
                inside = quoted >> 63;
                breaks &= ~quoted;
                delimiters &= ~quoted;
            }
            if (quotes == 0 && lastQuote < starts[count]) {
                plainWord(at, delimiters, breaks);
            } else {
                quotedWord(at, delimiters, breaks, quotes, lastQuote);
                lastQuote = quotes == 0 ? lastQuote : at + 63 - Long.numberOfLeadingZeros(quotes);
            }
            // Else a row without end would outgrow the arrays.
            if (count - rowBase > columns + 1 && badRow == null) {
                badRow = overlongRow(end);
            }
        }
        ascii = high == 0;
        return badRow == null ? starts[count] : badRow.start();
    }

    @Nullable
    public BadRow badRow() {
        return badRow;
    }

    private void plainWord(int at, long delimiters, long breaks) {
        long marks = delimiters | breaks;
        int next = count;
        while (marks != 0) {
            int position = at + Long.numberOfTrailingZeros(marks);
            ends[next] = position;
            starts[++next] = position + 1;
            if ((breaks & marks & -marks) != 0) {
                count = next;
                if (!endRow(position)) {
                    return;
                }
                next = count;
            }
            marks &= marks - 1;
        }
        count = next;
    }

    private void quotedWord(int at, long delimiters, long breaks, long quotes, int lastQuoteBefore) {
        int lastQuote = lastQuoteBefore;
        for (long marks = delimiters | breaks; marks != 0; marks &= marks - 1) {
            long bit = marks & -marks;
            int position = at + Long.numberOfTrailingZeros(marks);
            long before = quotes & (bit - 1);
            if (before != 0) {
                lastQuote = at + 63 - Long.numberOfLeadingZeros(before);
            }
            if (lastQuote >= starts[count]) {
                markQuoted(count);
            }
            ends[count] = position;
            starts[++count] = position + 1;
            if ((breaks & bit) != 0 && !endRow(position)) {
                return;
            }
        }
    }

    /// Ends a row whose line break lies at `position`; false if no further row is wanted.
    private boolean endRow(int position) {
        int last = count - 1;
        if (position > starts[last] && bytes.get(Lanes.BYTE, position - 1L) == '\r') {
            ends[last] = position - 1;
        }
        int fields = count - rowBase;
        if (fields == columns + 1 && ends[last] == starts[last]) {
            // A delimiter at the end of the row, as dbgen writes it.
            count = last;
            starts[last] = position + 1;
        } else if (fields != columns) {
            boolean isBlank = fields == 1 && ends[last] == starts[last];
            badRow = new BadRow(starts[rowBase], fields, isBlank);
            return false;
        }
        rowBase = count;
        rows++;
        return rows < ROWS_MAX;
    }

    /// Where the row behind the one that begins at `start` begins.
    public int rowEnd(int start, int end) {
        boolean inside = false;
        for (int at = start; at < end; at++) {
            byte b = bytes.get(Lanes.BYTE, at);
            if (quote != CsvDialect.NO_QUOTE && b == (byte) quote) {
                inside = !inside;
            } else if (!inside && b == '\n') {
                return at + 1;
            }
        }
        return end;
    }

    private BadRow overlongRow(int end) {
        int fields = count - rowBase;
        long inside = 0;
        int start = starts[rowBase];
        // Rare and final, so byte by byte: how many fields there are in all.
        for (int at = starts[count]; at < end; at++) {
            byte b = bytes.get(Lanes.BYTE, at);
            if (quote != CsvDialect.NO_QUOTE && b == (byte) quote) {
                inside ^= 1;
            } else if (inside == 0 && b == delimiter) {
                fields++;
            } else if (inside == 0 && b == '\n') {
                break;
            }
        }
        return new BadRow(start, fields + 1, false);
    }

    private void markQuoted(int field) {
        if (quotedCount == quotedFields.length) {
            quotedFields = Arrays.copyOf(quotedFields, quotedCount * 2);
        }
        quotedFields[quotedCount++] = field;
        setQuoted(field, true);
    }

    private void forgetQuotes() {
        if (removed) {
            Arrays.fill(quotedBits, 0);
        }
        removed = false;
        for (int i = 0; i < quotedCount; i++) {
            quotedBits[quotedFields[i] >> 6] = 0;
        }
        quotedCount = 0;
    }

    /// Forgets all rows, for one who finds the fields without {@link #scan}.
    public void clear() {
        forgetQuotes();
        rows = 0;
        ascii = true;
        badRow = null;
    }

    /// Says where a field lies; `isText` if it is no NULL even if it reads like one. Set each field once, then count
    /// its row.
    public void put(int field, int start, int end, boolean isText) {
        starts[field] = start;
        ends[field] = end;
        if (isText) {
            markQuoted(field);
        }
    }

    /// Which of the rows that were indexed row `row` is.
    public int origin(int row) {
        return removed ? origins[row] : row;
    }

    /// Leaves a row out; those behind it move up. After {@link #unquote}, if that is done at all.
    public void remove(int row) {
        if (!removed) {
            Arrays.setAll(origins, i -> i);
            removed = true;
        }
        System.arraycopy(origins, row + 1, origins, row, rows - row - 1);
        int from = (row + 1) * columns;
        int fields = rows * columns;
        System.arraycopy(starts, from, starts, from - columns, fields - from);
        System.arraycopy(ends, from, ends, from - columns, fields - from);
        for (int field = from; field < fields; field++) {
            setQuoted(field - columns, (quotedBits[field >> 6] >>> field & 1) != 0);
        }
        rows--;
    }

    private void setQuoted(int field, boolean isQuoted) {
        if (isQuoted) {
            quotedBits[field >> 6] |= 1L << field;
        } else {
            quotedBits[field >> 6] &= ~(1L << field);
        }
    }

    /// Whether a field whose length is that of the null text is NULL.
    public boolean isNull(int field) {
        if ((quotedBits[field >> 6] >>> field & 1) != 0) {
            return false;
        }
        int start = starts[field];
        for (int i = 0; i < nullText.length; i++) {
            if (bytes.get(Lanes.BYTE, (long) start + i) != nullText[i]) {
                return false;
            }
        }
        return true;
    }

    public int nullLength() {
        return nullText.length;
    }

    /// Takes the quotes off the fields that have some; once, before the fields are parsed.
    public void unquote() {
        for (int i = 0; i < quotedCount; i++) {
            int field = quotedFields[i];
            int start = starts[field];
            int end = ends[field];
            if (Unquoting.isSimple(bytes, start, end, (byte) quote)) {
                starts[field] = start + 1;
                ends[field] = end - 1;
            } else {
                ends[field] = Unquoting.compact(bytes, start, end, (byte) quote);
            }
        }
    }
}
