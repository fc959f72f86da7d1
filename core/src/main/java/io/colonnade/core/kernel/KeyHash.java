package io.colonnade.core.kernel;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The 64-bit hash of key values that decides slots and exchange targets. It is stored implicitly by where
/// rows lie, so it never changes within a {@link #VERSION}; a test holds golden values.
///
/// | Value | Canonical form | Hash |
/// |---|---|---|
/// | NULL | | 0 |
/// | BOOLEAN | 0 or 1 | `word(v)` |
/// | TINYINT, SMALLINT, INTEGER, BIGINT, DATE, TIME, TIMESTAMP [WITH TIME ZONE] | 64-bit integer | `word(v)` |
/// | DECIMAL | trailing zeros after the point removed: unscaled `u`, scale `s` | `word(u)` if `s` = 0 and `u` fits 64
/// bits |
/// | | the same otherwise | `mix(mix(low + s * K2 + K1) + high * K2)` |
/// | INTERVAL | its number, as a DECIMAL of scale 0 | as DECIMAL |
/// | REAL, DOUBLE | -0 is 0, one NaN; IEEE bits | `word(bits)` |
/// | CHAR, VARCHAR | UTF-8 without trailing blanks, little-endian words `w`, the last zero-padded | see below |
///
/// `word(v) = mix(v + K1)`; `mix` is the finalizer of MurmurHash3; for strings `h = length * K2 + K1`, then
/// for each word `h = (rotl(h, 29) ^ w) * K2; h ^= h >>> 32`, then `mix(h)`. Further key columns join as
/// `combine(h, g) = mix(rotl(h, 31) * K2 + g)`, so that keys that are all NULL hash to 0. The slot is the
/// high word of the unsigned product `hash * slots`: NULL is in slot 0.
public final class KeyHash {
    public static final int VERSION = 1;

    private static final long K1 = 0x9E37_79B9_7F4A_7C15L;
    private static final long K2 = 0xC2B2_AE3D_27D4_EB4FL;

    private KeyHash() {}

    /// The slot of a hash among `slots`.
    public static int slot(long hash, int slots) {
        return (int) Math.unsignedMultiplyHigh(hash, slots);
    }

    /// The hash of one value; the same as the column kernels give.
    public static long hash(Type type, Datum value) {
        return switch (value) {
            case Datum.Null n -> 0;
            case Datum.Bool b -> word(b.value() ? 1 : 0);
            case Datum.Int i -> type instanceof Type.DecimalType d ? decimal(i.value(), d.scale()) : word(i.value());
            case Datum.Wide w -> wide(w.value(), type instanceof Type.DecimalType d ? d.scale() : 0);
            case Datum.Real r -> real(r.value());
            case Datum.Text t -> bytes(MemorySegment.ofArray(t.value().getBytes(StandardCharsets.UTF_8)));
        };
    }

    /// Hashes of the selected rows of a key's first column, into `out[0..rows)`.
    public static void hash(Column column, @Nullable Selection selection, long[] out) {
        int rows = selection == null ? column.length() : selection.count();
        switch (column) {
            case Column.Plain c -> plain(c, selection, rows, out);
            case Column.Constant c -> {
                long hash = hash(c.type(), c.value());
                for (int i = 0; i < rows; i++) {
                    out[i] = hash;
                }
            }
            case Column.Narrow c -> narrow(c, selection, rows, out);
            case Column.Dictionaried c -> dictionaried(c, selection, rows, out);
            case Column.Runs c -> runs(c, selection, rows, out);
        }
        clearNulls(column, selection, rows, out);
    }

    /// Adds a further key column to the hashes of the columns before it.
    public static void combine(Column column, @Nullable Selection selection, long[] hashes) {
        int rows = selection == null ? column.length() : selection.count();
        long[] next = new long[rows];
        hash(column, selection, next);
        for (int i = 0; i < rows; i++) {
            hashes[i] = combine(hashes[i], next[i]);
        }
    }

    /// The hash of a key whose columns so far hash to `hash` and whose next column hashes to `next`.
    public static long combine(long hash, long next) {
        return mix(Long.rotateLeft(hash, 31) * K2 + next);
    }

    private static long mix(long value) {
        long h = value;
        h = (h ^ (h >>> 33)) * 0xFF51_AFD7_ED55_8CCDL;
        h = (h ^ (h >>> 33)) * 0xC4CE_B9FE_1A85_EC53L;
        return h ^ (h >>> 33);
    }

    private static long word(long value) {
        return mix(value + K1);
    }

    private static long real(double value) {
        return word(Double.doubleToLongBits(value + 0.0));
    }

    private static long decimal(long unscaled, int scale) {
        long u = unscaled;
        int s = scale;
        while (s > 0 && u % 10 == 0) {
            u /= 10;
            s--;
        }
        return s == 0 ? word(u) : scaled(u >> 63, u, s);
    }

    private static long wide(BigInteger unscaled, int scale) {
        BigInteger u = unscaled;
        int s = scale;
        while (s > 0) {
            BigInteger[] parts = u.divideAndRemainder(BigInteger.TEN);
            if (parts[1].signum() != 0) {
                break;
            }
            u = parts[0];
            s--;
        }
        if (s == 0 && u.bitLength() < 64) {
            return word(u.longValue());
        }
        return scaled(u.shiftRight(64).longValue(), u.longValue(), s);
    }

    private static long scaled(long high, long low, int scale) {
        return mix(mix(low + scale * K2 + K1) + high * K2);
    }

    /// The hash of a string's UTF-8 bytes.
    public static long bytes(MemorySegment text) {
        long length = text.byteSize();
        while (length > 0 && text.get(Lanes.BYTE, length - 1) == ' ') {
            length--;
        }
        long h = length * K2 + K1;
        long at = 0;
        for (; at + 8 <= length; at += 8) {
            h = step(h, text.get(Lanes.LONG, at));
        }
        if (at < length) {
            long last = 0;
            for (long i = length - 1; i >= at; i--) {
                last = last << 8 | (text.get(Lanes.BYTE, i) & 0xFF);
            }
            h = step(h, last);
        }
        return mix(h);
    }

    private static long step(long hash, long word) {
        long h = (Long.rotateLeft(hash, 29) ^ word) * K2;
        return h ^ (h >>> 32);
    }

    /// A view of at most 12 bytes, none of the last a blank.
    private static long inline(MemorySegment views, long at, int length) {
        long h = length * K2 + K1;
        if (length > 0) {
            h = step(h, views.get(Lanes.LONG, at + 4));
        }
        if (length > 8) {
            h = step(h, views.get(Lanes.INT, at + 12) & 0xFFFF_FFFFL);
        }
        return mix(h);
    }

    private static long view(MemorySegment views, List<MemorySegment> heap, long row) {
        int length = Lanes.viewLength(views, row);
        boolean inline = length <= Lanes.VIEW_INLINE_BYTES;
        if (inline && (length == 0 || views.get(Lanes.BYTE, row * 16 + 3 + length) != ' ')) {
            return inline(views, row * 16, length);
        }
        return bytes(Lanes.viewBytes(views, heap, row));
    }

    private static void plain(Column.Plain column, @Nullable Selection selection, int rows, long[] out) {
        MemorySegment values = column.values();
        int scale = column.type() instanceof Type.DecimalType d ? d.scale() : 0;
        switch (column.layout()) {
            case BIT -> {
                for (int i = 0; i < rows; i++) {
                    out[i] = word(Lanes.bit(values, position(selection, i)) ? 1 : 0);
                }
            }
            case INT32 -> {
                for (int i = 0; i < rows; i++) {
                    out[i] = word(Lanes.int32(values, position(selection, i)));
                }
            }
            case INT64 -> longs(values, selection, scale, rows, out);
            case INT128 -> {
                for (int i = 0; i < rows; i++) {
                    out[i] = int128(values, position(selection, i), scale);
                }
            }
            case FLOAT64 -> {
                for (int i = 0; i < rows; i++) {
                    out[i] = real(values.get(Lanes.DOUBLE, position(selection, i) * 8L));
                }
            }
            case VIEW -> {
                for (int i = 0; i < rows; i++) {
                    int row = position(selection, i);
                    // What lies below a NULL may be no view at all.
                    out[i] = column.isNull(row) ? 0 : view(values, column.heap(), row);
                }
            }
        }
    }

    private static void longs(MemorySegment values, @Nullable Selection selection, int scale, int rows, long[] out) {
        if (scale == 0) {
            for (int i = 0; i < rows; i++) {
                out[i] = word(Lanes.int64(values, position(selection, i)));
            }
        } else {
            for (int i = 0; i < rows; i++) {
                out[i] = decimal(Lanes.int64(values, position(selection, i)), scale);
            }
        }
    }

    private static long int128(MemorySegment values, long row, int scale) {
        long low = values.get(Lanes.LONG, row * 16);
        long high = values.get(Lanes.LONG, row * 16 + 8);
        return high == low >> 63 ? decimal(low, scale) : wide(Lanes.join128(high, low), scale);
    }

    private static void narrow(Column.Narrow column, @Nullable Selection selection, int rows, long[] out) {
        MemorySegment offsets = column.offsets();
        long base = column.base();
        int width = column.width();
        int scale = column.type() instanceof Type.DecimalType d ? d.scale() : 0;
        for (int i = 0; i < rows; i++) {
            long value = base + Lanes.unsigned(offsets, width, position(selection, i));
            out[i] = scale == 0 ? word(value) : decimal(value, scale);
        }
    }

    private static void dictionaried(Column.Dictionaried column, @Nullable Selection selection, int rows, long[] out) {
        Column.Plain values = column.dictionary().values();
        if (values.length() > rows) {
            int[] positions = new int[rows];
            for (int i = 0; i < rows; i++) {
                positions[i] = column.code(position(selection, i));
            }
            plain(values, new Selection(positions, rows), rows, out);
            return;
        }
        long[] hashes = new long[values.length()];
        plain(values, null, values.length(), hashes);
        for (int i = 0; i < rows; i++) {
            out[i] = hashes[column.code(position(selection, i))];
        }
    }

    private static void runs(Column.Runs column, @Nullable Selection selection, int rows, long[] out) {
        long[] hashes = new long[column.runCount()];
        hash(column.values(), null, hashes);
        int run = 0;
        for (int i = 0; i < rows; i++) {
            int row = position(selection, i);
            while (row >= column.end(run)) {
                run++;
            }
            out[i] = hashes[run];
        }
    }

    private static void clearNulls(Column column, @Nullable Selection selection, int rows, long[] out) {
        MemorySegment validity = switch (column) {
            case Column.Plain c -> c.validity();
            case Column.Narrow c -> c.validity();
            case Column.Dictionaried c -> c.validity();
            case Column.Constant c -> null;
            case Column.Runs c -> null;
        };
        if (validity != null) {
            for (int i = 0; i < rows; i++) {
                if (!Lanes.bit(validity, position(selection, i))) {
                    out[i] = 0;
                }
            }
        }
    }

    private static int position(@Nullable Selection selection, int i) {
        return selection == null ? i : selection.positions()[i];
    }
}
