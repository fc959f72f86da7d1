package io.colonnade.sample.file;

import io.colonnade.sample.table.SampleColumn;
import io.colonnade.sample.table.SampleTable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.zip.GZIPOutputStream;

/// Writes rows as delimited text.
///
/// ```
/// csv   a,b,"c, d",,e\n        tbl   a|b|c, d||e|\n
/// ```
///
/// Every field is written with a delimiter behind it; at the end of a row csv turns the last one into the line break.
/// The buffer is looked at only between rows: [io.colonnade.sample.table.RowSink#ROW_TEXT_BYTES_MAX] bounds a row.
final class DelimitedSink implements FileSink {

    private static final int BUFFER_BYTES = 1 << 18;

    /// Room for one row: its text, doubled by quotes at worst, and its numbers.
    private static final int ROW_BYTES_MAX = 4 * ROW_TEXT_BYTES_MAX;

    private static final byte[] DIGIT_PAIRS = digitPairs();

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte delimiter;
    private final boolean isCsv;
    private final boolean[] needsQuotes = new boolean[256];
    private int at;
    private long rowCount;
    private int lastDate = Integer.MIN_VALUE;
    private final byte[] lastDateText = new byte[10];

    DelimitedSink(Path file, SampleTable table, FileFormat format) throws IOException {
        this.isCsv = format.kind() == FileFormat.Kind.CSV;
        this.delimiter = (byte) (isCsv ? ',' : '|');
        if (isCsv) {
            needsQuotes[','] = true;
            needsQuotes['"'] = true;
            needsQuotes['\n'] = true;
            needsQuotes['\r'] = true;
        }
        OutputStream bytes = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.out = format.gzip() ? new GZIPOutputStream(bytes, 1 << 16) : bytes;
        if (format.header()) {
            for (SampleColumn column : table.columns()) {
                text(column.name().getBytes(StandardCharsets.UTF_8));
            }
            endRow();
            rowCount = 0;
        }
    }

    @Override
    public void whole(long value) {
        digits(value);
        buffer[at++] = delimiter;
    }

    @Override
    public void real(double value) {
        raw(Double.toString(value).getBytes(StandardCharsets.US_ASCII));
        buffer[at++] = delimiter;
    }

    @Override
    public void decimal(long unscaled, int scale) {
        long power = 1;
        for (int i = 0; i < scale; i++) {
            power *= 10;
        }
        if (unscaled < 0) {
            buffer[at++] = '-';
        }
        long magnitude = Math.absExact(unscaled);
        digits(magnitude / power);
        if (scale > 0) {
            buffer[at++] = '.';
            padded(magnitude % power, scale);
        }
        buffer[at++] = delimiter;
    }

    @Override
    public void date(int epochDay) {
        dateText(epochDay);
        buffer[at++] = delimiter;
    }

    @Override
    public void timestamp(long epochMicros) {
        long day = Math.floorDiv(epochMicros, 86_400_000_000L);
        long micros = Math.floorMod(epochMicros, 86_400_000_000L);
        long seconds = micros / 1_000_000;
        dateText(Math.toIntExact(day));
        buffer[at++] = ' ';
        padded(seconds / 3600, 2);
        buffer[at++] = ':';
        padded(seconds / 60 % 60, 2);
        buffer[at++] = ':';
        padded(seconds % 60, 2);
        if (micros % 1_000_000 != 0) {
            buffer[at++] = '.';
            padded(micros % 1_000_000, 6);
        }
        buffer[at++] = delimiter;
    }

    @Override
    public void truth(boolean value) {
        raw((value ? "true" : "false").getBytes(StandardCharsets.US_ASCII));
        buffer[at++] = delimiter;
    }

    @Override
    public void text(byte[] utf8, int length) {
        int start = at;
        boolean quotes = isCsv && length == 0;
        for (int i = 0; i < length; i++) {
            byte b = utf8[i];
            quotes |= needsQuotes[b & 0xFF];
            buffer[start + i] = b;
        }
        at = start + length;
        if (quotes) {
            at = start;
            quoted(utf8, length);
        }
        buffer[at++] = delimiter;
    }

    @Override
    public void missing() {
        buffer[at++] = delimiter;
    }

    @Override
    public void endRow() throws IOException {
        if (isCsv) {
            buffer[at - 1] = '\n';
        } else {
            buffer[at++] = '\n';
        }
        rowCount++;
        if (at > BUFFER_BYTES - ROW_BYTES_MAX) {
            flush();
        }
    }

    @Override
    public long rowCount() {
        return rowCount;
    }

    @Override
    public void finish() throws IOException {
        flush();
        out.close();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void flush() throws IOException {
        out.write(buffer, 0, at);
        at = 0;
    }

    private void quoted(byte[] utf8, int length) {
        buffer[at++] = '"';
        for (int i = 0; i < length; i++) {
            if (utf8[i] == '"') {
                buffer[at++] = '"';
            }
            buffer[at++] = utf8[i];
        }
        buffer[at++] = '"';
    }

    private void raw(byte[] ascii) {
        System.arraycopy(ascii, 0, buffer, at, ascii.length);
        at += ascii.length;
    }

    private void digits(long value) {
        if (value < 0) {
            if (value == Long.MIN_VALUE) {
                raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
                return;
            }
            buffer[at++] = '-';
            digits(-value);
            return;
        }
        if (value > Integer.MAX_VALUE) {
            raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
            return;
        }
        int rest = (int) value;
        int end = at + digitCount(rest);
        int place = end;
        while (rest >= 100) {
            int quotient = rest / 100;
            int pair = (rest - quotient * 100) * 2;
            buffer[--place] = DIGIT_PAIRS[pair + 1];
            buffer[--place] = DIGIT_PAIRS[pair];
            rest = quotient;
        }
        if (rest >= 10) {
            buffer[--place] = DIGIT_PAIRS[rest * 2 + 1];
            buffer[--place] = DIGIT_PAIRS[rest * 2];
        } else {
            buffer[--place] = (byte) ('0' + rest);
        }
        at = end;
    }

    private void padded(long value, int width) {
        long rest = value;
        for (int place = at + width - 1; place >= at; place--) {
            buffer[place] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        at += width;
    }

    private void dateText(int epochDay) {
        if (epochDay != lastDate) {
            byte[] text = LocalDate.ofEpochDay(epochDay).toString().getBytes(StandardCharsets.US_ASCII);
            if (text.length != lastDateText.length) {
                throw new IllegalArgumentException("a date outside of the years 0 to 9999: day " + epochDay);
            }
            System.arraycopy(text, 0, lastDateText, 0, text.length);
            lastDate = epochDay;
        }
        raw(lastDateText);
    }

    private static int digitCount(int value) {
        int count = 1;
        for (int limit = 10; count < 10 && value >= limit; limit *= 10) {
            count++;
        }
        return count;
    }

    private static byte[] digitPairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }
}
