package io.colonnade.exec.kernel.text;

import io.colonnade.core.kernel.Views;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// String functions over whole columns. What is a part of its input shares the input's bytes.
public final class Strings {
    private Strings() {}

    /// The first `length` characters; without trailing blanks after that, if so asked.
    public static Column.Plain cut(
            Column.Plain input, long length, boolean stripsBlanks, Type type, SegmentAllocator allocator) {
        int rows = input.length();
        ViewWriter writer = new ViewWriter(rows, input.heap(), allocator);
        for (int row = 0; row < rows; row++) {
            if (input.isNull(row)) {
                writer.setNull(row);
                continue;
            }
            MemorySegment text = Views.base(input.values(), input.heap(), row);
            long start = Views.start(input.values(), row);
            long end = start + Lanes.viewLength(input.values(), row);
            end = end - start > length ? Utf8.skip(text, start, end, length) : end;
            writer.share(row, input, start, stripsBlanks ? withoutBlanks(text, start, end) : end);
        }
        return writer.column(type, rows, input.validity());
    }

    public static Column.Plain trim(
            Column.Plain input, boolean leading, boolean trailing, Type type, SegmentAllocator allocator) {
        int rows = input.length();
        ViewWriter writer = new ViewWriter(rows, input.heap(), allocator);
        for (int row = 0; row < rows; row++) {
            if (input.isNull(row)) {
                writer.setNull(row);
                continue;
            }
            MemorySegment text = Views.base(input.values(), input.heap(), row);
            long start = Views.start(input.values(), row);
            long end = start + Lanes.viewLength(input.values(), row);
            if (leading) {
                while (start < end && text.get(Lanes.BYTE, start) == ' ') {
                    start++;
                }
            }
            writer.share(row, input, start, trailing ? withoutBlanks(text, start, end) : end);
        }
        return writer.column(type, rows, input.validity());
    }

    private static long withoutBlanks(MemorySegment text, long start, long end) {
        long at = end;
        while (at > start && text.get(Lanes.BYTE, at - 1) == ' ') {
            at--;
        }
        return at;
    }

    /// Characters `from` (counted from 1) to before `from + count`, or to the end if there are no counts. Counts are
    /// not
    /// negative where a row is present.
    public static Column.Plain substring(
            Column.Plain input,
            MemorySegment from,
            @Nullable MemorySegment counts,
            @Nullable MemorySegment validity,
            Type type,
            SegmentAllocator allocator) {
        int rows = input.length();
        ViewWriter writer = new ViewWriter(rows, input.heap(), allocator);
        for (int row = 0; row < rows; row++) {
            if (!Lanes.bit(validity, row)) {
                writer.setNull(row);
                continue;
            }
            MemorySegment text = Views.base(input.values(), input.heap(), row);
            long start = Views.start(input.values(), row);
            long end = start + Lanes.viewLength(input.values(), row);
            long first = from.get(Lanes.LONG, row * 8L);
            long count = counts == null ? Long.MAX_VALUE : counts.get(Lanes.LONG, row * 8L);
            if (first < 1) {
                // What lies before the string counts as taken.
                count = counts == null ? count : Math.max(1, count + first) - 1;
                first = 1;
            }
            long begin = Utf8.skip(text, start, end, first - 1);
            writer.share(row, input, begin, Utf8.skip(text, begin, end, count));
        }
        return writer.column(type, rows, validity);
    }

    public static void lengths(Column.Plain input, MemorySegment target) {
        for (int row = 0; row < input.length(); row++) {
            if (!input.isNull(row)) {
                long start = Views.start(input.values(), row);
                MemorySegment text = Views.base(input.values(), input.heap(), row);
                int length = Utf8.count(text, start, start + Lanes.viewLength(input.values(), row));
                target.set(Lanes.INT, row * 4L, length);
            }
        }
    }

    public static Column.Plain changeCase(Column.Plain input, boolean upper, Type type, SegmentAllocator allocator) {
        int rows = input.length();
        ViewWriter writer = new ViewWriter(rows, List.of(), allocator);
        for (int row = 0; row < rows; row++) {
            if (input.isNull(row)) {
                writer.setNull(row);
                continue;
            }
            MemorySegment text = Views.base(input.values(), input.heap(), row);
            long start = Views.start(input.values(), row);
            int length = Lanes.viewLength(input.values(), row);
            if (Utf8.isAscii(text, start, start + length)) {
                changeAscii(text, start, length, upper ? 'a' : 'A', row, writer);
            } else {
                String value = Lanes.text(input.values(), input.heap(), row);
                writer.set(row, upper ? value.toUpperCase(Locale.ROOT) : value.toLowerCase(Locale.ROOT));
            }
        }
        return writer.column(type, rows, input.validity());
    }

    private static void changeAscii(MemorySegment text, long start, int length, int first, int row, ViewWriter writer) {
        MemorySegment target = writer.reserve(row, length);
        long at = writer.start(row);
        for (int i = 0; i < length; i++) {
            int unit = text.get(Lanes.BYTE, start + i);
            int change = unit >= first && unit < first + 26 ? 0x20 : 0;
            target.set(Lanes.BYTE, at + i, (byte) (unit ^ change));
        }
        writer.finish(row);
    }

    public static Column.Plain concat(
            Column.Plain a, Column.Plain b, @Nullable MemorySegment validity, Type type, SegmentAllocator allocator) {
        int rows = a.length();
        ViewWriter writer = new ViewWriter(rows, List.of(), allocator);
        for (int row = 0; row < rows; row++) {
            if (!Lanes.bit(validity, row)) {
                writer.setNull(row);
                continue;
            }
            int length = Lanes.viewLength(a.values(), row);
            int other = Lanes.viewLength(b.values(), row);
            MemorySegment target = writer.reserve(row, Math.addExact(length, other));
            long at = writer.start(row);
            MemorySegment.copy(Views.base(a.values(), a.heap(), row), Views.start(a.values(), row), target, at, length);
            MemorySegment.copy(
                    Views.base(b.values(), b.heap(), row), Views.start(b.values(), row), target, at + length, other);
            writer.finish(row);
        }
        return writer.column(type, rows, validity);
    }

    /// Where the first string begins in the second, in characters from 1, or 0.
    public static void position(
            Column.Plain part, Column.Plain whole, @Nullable MemorySegment validity, MemorySegment target) {
        for (int row = 0; row < part.length(); row++) {
            if (Lanes.bit(validity, row)) {
                target.set(Lanes.INT, row * 4L, position(part, whole, row));
            }
        }
    }

    private static int position(Column.Plain part, Column.Plain whole, int row) {
        MemorySegment text = Views.base(whole.values(), whole.heap(), row);
        MemorySegment sought = Views.base(part.values(), part.heap(), row);
        long start = Views.start(whole.values(), row);
        long from = Views.start(part.values(), row);
        int length = Lanes.viewLength(part.values(), row);
        long last = start + Lanes.viewLength(whole.values(), row) - length;
        for (long at = start; at <= last; at++) {
            if (MemorySegment.mismatch(text, at, at + length, sought, from, from + length) < 0) {
                return Utf8.count(text, start, at) + 1;
            }
        }
        return 0;
    }

    public static Column.Plain replace(
            Column.Plain input,
            Column.Plain sought,
            Column.Plain by,
            @Nullable MemorySegment validity,
            Type type,
            SegmentAllocator allocator) {
        int rows = input.length();
        ViewWriter writer = new ViewWriter(rows, List.of(), allocator);
        for (int row = 0; row < rows; row++) {
            if (!Lanes.bit(validity, row)) {
                writer.setNull(row);
                continue;
            }
            String text = Lanes.text(input.values(), input.heap(), row);
            String part = Lanes.text(sought.values(), sought.heap(), row);
            writer.set(row, part.isEmpty() ? text : text.replace(part, Lanes.text(by.values(), by.heap(), row)));
        }
        return writer.column(type, rows, validity);
    }
}
