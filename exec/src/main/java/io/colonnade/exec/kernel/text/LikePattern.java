package io.colonnade.exec.kernel.text;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.kernel.Views;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A LIKE pattern, compiled to the cheapest matcher over UTF-8 bytes.
///
/// | Pattern | Matcher |
/// |---|---|
/// | `abc` | equal |
/// | `abc%` | the first bytes |
/// | `%abc` | the last bytes |
/// | `a%b%c`, `%b%` | first and last bytes, the parts between searched from left to right |
/// | with `_` | backtracking; `_` is one code point |
public final class LikePattern {
    /// Code units of a pattern with `_`, beyond the bytes.
    private static final short ANY_CHARACTER = -1;
    private static final short ANY_STRING = -2;

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = ONES << 7;

    private final byte[] first;
    private final byte[] last;
    private final byte[][] between;
    private final boolean hasWildcard;
    private final short @Nullable [] units;

    public LikePattern(String pattern, @Nullable String escape) {
        List<byte[]> parts = new ArrayList<>();
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        List<Short> all = new ArrayList<>();
        boolean single = false;
        String sign = escape == null ? "" : escape;
        int at = 0;
        while (at < pattern.length()) {
            boolean escaped = !sign.isEmpty() && pattern.startsWith(sign, at);
            at += escaped ? sign.length() : 0;
            if (at == pattern.length()) {
                throw new EngineException(
                        ErrorCode.INVALID_PARAMETER,
                        "LIKE pattern '" + pattern + "' must not end with its escape character");
            }
            int point = pattern.codePointAt(at);
            at += Character.charCount(point);
            if (point == '%' && !escaped) {
                parts.add(part.toByteArray());
                part.reset();
                all.add(ANY_STRING);
            } else if (point == '_' && !escaped) {
                single = true;
                all.add(ANY_CHARACTER);
            } else {
                byte[] bytes = Character.toString(point).getBytes(StandardCharsets.UTF_8);
                part.writeBytes(bytes);
                for (byte unit : bytes) {
                    all.add((short) (unit & 0xFF));
                }
            }
        }
        hasWildcard = !parts.isEmpty();
        last = part.toByteArray();
        first = hasWildcard ? parts.getFirst() : last;
        between = parts.stream().skip(1).filter(bytes -> bytes.length > 0).toArray(byte[][]::new);
        units = single ? toArray(all) : null;
    }

    private static short[] toArray(List<Short> units) {
        short[] array = new short[units.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = units.get(i);
        }
        return array;
    }

    /// Which of the present rows match.
    public void match(Column.Plain column, MemorySegment bits) {
        int rows = column.length();
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long word = 0;
            for (int i = 0; i < count; i++) {
                word |= (!column.isNull(from + i) && matches(column, from + i) ? 1L : 0L) << i;
            }
            bits.set(Lanes.LONG, from >>> 3, word);
        }
    }

    private boolean matches(Column.Plain column, int row) {
        MemorySegment views = column.values();
        long start = Views.start(views, row);
        return matches(Views.base(views, column.heap(), row), start, start + Lanes.viewLength(views, row));
    }

    private boolean matches(MemorySegment text, long start, long end) {
        if (units != null) {
            return backtrack(units, text, start, end);
        }
        if (!hasWildcard) {
            return end - start == first.length && isAt(text, start, first);
        }
        if (end - start < first.length + last.length
                || !isAt(text, start, first)
                || !isAt(text, end - last.length, last)) {
            return false;
        }
        long at = start + first.length;
        for (byte[] part : between) {
            at = find(text, at, end - last.length, part);
            if (at < 0) {
                return false;
            }
            at += part.length;
        }
        return true;
    }

    private static boolean isAt(MemorySegment text, long at, byte[] part) {
        for (int i = 0; i < part.length; i++) {
            if (text.get(Lanes.BYTE, at + i) != part[i]) {
                return false;
            }
        }
        return true;
    }

    /// Looks for the first and the last byte of the part at their distance, at eight places at a time.
    private static long find(MemorySegment text, long from, long end, byte[] part) {
        int distance = part.length - 1;
        long last = end - part.length;
        if (last - from < 7) {
            for (long at = from; at <= last; at++) {
                if (isAt(text, at, part)) {
                    return at;
                }
            }
            return -1;
        }
        long heads = (part[0] & 0xFF) * ONES;
        long tails = (part[distance] & 0xFF) * ONES;
        long at = from;
        while (true) {
            long difference = text.get(Lanes.LONG, at) ^ heads | text.get(Lanes.LONG, at + distance) ^ tails;
            // The high bit of each byte that is zero, and of some that follow one: those are checked in vain.
            long candidates = difference - ONES & ~difference & HIGH_BITS;
            while (candidates != 0) {
                long candidate = at + (Long.numberOfTrailingZeros(candidates) >>> 3);
                if (isAt(text, candidate, part)) {
                    return candidate;
                }
                candidates &= candidates - 1;
            }
            if (at == last - 7) {
                return -1;
            }
            // The last eight places may have been looked at before.
            at = Math.min(at + 8, last - 7);
        }
    }

    /// Goes back to the last `%` and lets it take one character more, whenever the rest does not match.
    private static boolean backtrack(short[] units, MemorySegment text, long start, long end) {
        long at = start;
        int unit = 0;
        int afterPercent = -1;
        long retry = start;
        while (at < end) {
            if (unit < units.length && units[unit] == ANY_STRING) {
                afterPercent = ++unit;
                retry = at;
            } else if (unit < units.length && units[unit] == ANY_CHARACTER) {
                at = Utf8.next(text, at, end);
                unit++;
            } else if (unit < units.length && units[unit] == (text.get(Lanes.BYTE, at) & 0xFF)) {
                at++;
                unit++;
            } else if (afterPercent >= 0) {
                unit = afterPercent;
                retry = Utf8.next(text, retry, end);
                at = retry;
            } else {
                return false;
            }
        }
        while (unit < units.length && units[unit] == ANY_STRING) {
            unit++;
        }
        return unit == units.length;
    }
}
