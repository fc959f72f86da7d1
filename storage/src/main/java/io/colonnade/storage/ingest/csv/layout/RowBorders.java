package io.colonnade.storage.ingest.csv.layout;

import java.lang.foreign.MemorySegment;

/// Finds where rows end in a buffer that fills up: at each line break outside quotes.
///
/// ```text
/// 1,"a\nb"\n2,"c
///          ^ border = 9, lines = 2, linesAtBorder = 2, then inside quotes
/// ```
///
/// Offsets are those of the buffer; {@link #restart} begins with a new one whose first byte begins a row.
public final class RowBorders {
    private final int quote;
    private long scanned;
    private long border;
    private long lines;
    private long linesAtBorder;
    /// All ones inside quotes, else 0.
    private long inside;

    public RowBorders(CsvDialect dialect) {
        this.quote = dialect.quote();
    }

    public void restart() {
        scanned = 0;
        border = 0;
        lines = 0;
        linesAtBorder = 0;
        inside = 0;
    }

    /// Looks at the bytes up to `filled` that it has not seen; 64 bytes behind them must be readable.
    public void scan(MemorySegment bytes, long filled) {
        for (long at = scanned; at < filled; at += 64) {
            long mask = ByteMasks.low((int) Math.min(64, filled - at));
            long breaks = ByteMasks.equal(bytes, at, (byte) '\n') & mask;
            long ends = breaks;
            if (quote != CsvDialect.NO_QUOTE) {
                long quotes = ByteMasks.equal(bytes, at, (byte) quote) & mask;
                if ((quotes | inside) != 0) {
                    long quoted = ByteMasks.prefixParity(quotes) ^ inside;
                    ends &= ~quoted;
                    inside = quoted >> 63;
                }
            }
            if (ends != 0) {
                int last = 63 - Long.numberOfLeadingZeros(ends);
                border = at + last + 1;
                linesAtBorder = lines + Long.bitCount(breaks & ByteMasks.low(last + 1));
            }
            lines += Long.bitCount(breaks);
        }
        scanned = Math.max(scanned, filled);
    }

    /// The offset behind the last whole row; 0 if there is none.
    public long border() {
        return border;
    }

    /// Line breaks before the border, those inside quotes included.
    public long linesAtBorder() {
        return linesAtBorder;
    }

    public boolean insideQuotes() {
        return inside != 0;
    }
}
