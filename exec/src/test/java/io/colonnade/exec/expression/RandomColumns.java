package io.colonnade.exec.expression;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.ColumnBuilder;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Random values, and columns of them in every form, as whole columns or slices of longer ones.
final class RandomColumns {
    static final List<Type> TYPES = List.of(
            Type.BOOLEAN,
            Type.SMALLINT,
            Type.INTEGER,
            Type.BIGINT,
            Type.DOUBLE,
            Type.decimal(5, 2),
            Type.decimal(15, 2),
            Type.decimal(18, 0),
            Type.decimal(30, 4),
            Type.decimal(38, 10),
            Type.VARCHAR,
            new Type.VarcharType(6),
            new Type.CharType(8),
            Type.DATE,
            Type.TIMESTAMP);

    private static final String[] TEXTS = {
        "",
        "a",
        "ab",
        "MFGR#1",
        "MFGR#12",
        "MFGR#1221",
        "ASIA",
        "AFRICA",
        " padded ",
        "ä",
        "äöü",
        "日本語",
        "naïve%_x",
        "twelve bytes",
        "thirteen byte",
        "a string of more than twelve bytes",
        "a string of more than twelve bytez",
        "UNITED KINGDOM of Great Britain",
        "😀 smile",
        "12",
        "-7",
        "3.25",
        "1e3",
        "true",
        "no",
        "1998-09-02",
        "1998-09-02 23:59:59.5",
        "abcabcabcabcabcabc"
    };

    private final Random random;
    private final SegmentAllocator allocator;

    RandomColumns(Random random, SegmentAllocator allocator) {
        this.random = random;
        this.allocator = allocator;
    }

    Type type() {
        return TYPES.get(random.nextInt(TYPES.size()));
    }

    /// A value that is not NULL: mostly small, now and then at the edge of its type.
    Datum value(Type type) {
        return switch (type) {
            case Type.BooleanType t -> Datum.of(random.nextBoolean());
            case Type.SmallintType t -> Datum.of(integer(Short.MAX_VALUE));
            case Type.IntegerType t -> Datum.of(integer(Integer.MAX_VALUE));
            case Type.BigintType t -> Datum.of(integer(Long.MAX_VALUE));
            case Type.DoubleType t -> Datum.of(real());
            case Type.DecimalType t -> decimal(t);
            case Type.CharType t -> Datum.of(cut(text(), t.length()).replaceAll(" +$", ""));
            case Type.VarcharType t -> Datum.of(cut(text(), t.length()));
            case Type.DateType t -> Datum.of(random.nextInt(-20_000, 40_000));
            case Type.TimestampType t ->
                Datum.of(random.nextLong(-1_000_000_000_000_000L, 4_000_000_000_000_000L)
                        / (random.nextBoolean() ? 1 : 1_000_000)
                        * (random.nextBoolean() ? 1 : 1_000));
        };
    }

    private long integer(long max) {
        return switch (random.nextInt(16)) {
            case 0 -> max - random.nextInt(3);
            case 1 -> -max - 1 + random.nextInt(3);
            case 2 -> random.nextLong(max);
            default -> random.nextInt(-10, 60);
        };
    }

    private double real() {
        return switch (random.nextInt(12)) {
            case 0 ->
                new double[] {0.0, -0.0, Double.NaN, 1e308, -1e308, 1e-300, 0x1p63, 4.5e15, Double.POSITIVE_INFINITY}
                        [random.nextInt(9)];
            case 1 -> random.nextGaussian() * 1e6;
            default -> random.nextInt(-20, 40) / 2.0;
        };
    }

    private Datum decimal(Type.DecimalType type) {
        BigInteger limit = BigInteger.TEN.pow(type.precision());
        BigInteger value = switch (random.nextInt(8)) {
            case 0 -> limit.subtract(BigInteger.ONE);
            case 1 -> limit.negate().add(BigInteger.ONE);
            case 2 -> new BigInteger(limit.bitLength() - 1, random);
            default ->
                BigInteger.valueOf(random.nextInt(-50, 500))
                        .multiply(BigInteger.TEN.pow(random.nextInt(type.scale() + 1)))
                        .remainder(limit);
        };
        return type.layout() == Layout.INT64 ? Datum.of(value.longValueExact()) : new Datum.Wide(value);
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private static String cut(String text, int length) {
        return text.codePointCount(0, text.length()) <= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, length));
    }

    @Nullable
    Selection selection(int rows) {
        if (random.nextInt(3) == 0) {
            return null;
        }
        int share = random.nextInt(1, 100);
        int[] positions = new int[rows];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (random.nextInt(100) < share) {
                positions[count++] = row;
            }
        }
        return count == 0 ? new Selection(new int[] {random.nextInt(rows)}, 1) : new Selection(positions, count);
    }

    Column column(Type type, int rows) {
        if (random.nextInt(3) > 0) {
            return form(type, rows);
        }
        int before = 64 * random.nextInt(3);
        Column longer = form(type, before + rows + random.nextInt(100));
        return longer.slice(longer.sliceable(before) ? before : 0, rows);
    }

    private Column form(Type type, int rows) {
        boolean nullable = random.nextInt(3) > 0;
        boolean integers = type.layout().isInteger();
        return switch (random.nextInt(integers ? 6 : 4)) {
            case 0 -> plain(type, rows, nullable);
            case 1 -> new Column.Constant(type, rows, nullable && random.nextBoolean() ? Datum.NULL : value(type));
            case 2 -> dictionaried(type, rows, nullable);
            case 3 -> runs(type, rows, nullable);
            default -> narrow(type, rows, nullable);
        };
    }

    private Column.Plain plain(Type type, int rows, boolean nullable) {
        List<Datum> values = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            values.add(nullable && random.nextInt(5) == 0 ? Datum.NULL : value(type));
        }
        Column.Plain column = ColumnBuilder.of(type, values, allocator);
        for (int row = 0; row < rows; row++) {
            // What lies below a NULL of a fixed layout is anything.
            if (values.get(row).isNull() && type.layout() != Layout.VIEW && type.layout() != Layout.BIT) {
                for (int i = 0; i < type.layout().bytes(); i++) {
                    byte garbage = (byte) (random.nextBoolean() ? 0 : random.nextInt());
                    column.values().set(Lanes.BYTE, (long) row * type.layout().bytes() + i, garbage);
                }
            }
        }
        return column;
    }

    private @Nullable MemorySegment validity(int rows, boolean nullable) {
        if (!nullable) {
            return null;
        }
        MemorySegment validity = allocator.allocate(Layout.BIT.bytes(rows));
        for (int row = 0; row < rows; row++) {
            Lanes.setBit(validity, row, random.nextInt(5) > 0);
        }
        return validity;
    }

    private MemorySegment unsigned(int width, int rows, long bound) {
        MemorySegment target = allocator.allocate((long) width * rows);
        for (int row = 0; row < rows; row++) {
            long value = random.nextLong(bound);
            switch (width) {
                case 1 -> target.set(Lanes.BYTE, row, (byte) value);
                case 2 -> target.set(Lanes.SHORT, row * 2L, (short) value);
                default -> target.set(Lanes.INT, row * 4L, (int) value);
            }
        }
        return target;
    }

    private Column narrow(Type type, int rows, boolean nullable) {
        int width = 1 << random.nextInt(3);
        boolean small = type.equals(Type.SMALLINT) || type.equals(Type.decimal(5, 2));
        long bound = small ? Math.min(200, 1L << 8 * width) : type.layout() == Layout.INT32 ? 1000 : 1L << 31;
        bound = Math.min(bound, 1L << 8 * width);
        bound = random.nextBoolean() ? Math.min(bound, 8) : bound;
        long base = random.nextInt(-40, 20);
        return new Column.Narrow(type, rows, base, width, unsigned(width, rows, bound), validity(rows, nullable));
    }

    private Column dictionaried(Type type, int rows, boolean nullable) {
        List<Datum> distinct = new ArrayList<>();
        for (int i = random.nextInt(1, random.nextInt(4) == 0 ? 400 : 12); i > 0; i--) {
            Datum value = value(type);
            if (!(value instanceof Datum.Real real) || !Double.isNaN(real.value())) {
                distinct.add(value);
            } else {
                distinct.add(Datum.of(1.0));
            }
        }
        distinct.sort(DatumOrder::compare);
        List<Datum> sorted = new ArrayList<>();
        for (Datum value : distinct) {
            if (sorted.isEmpty() || DatumOrder.compare(sorted.getLast(), value) != 0) {
                sorted.add(value);
            }
        }
        Dictionary dictionary = new Dictionary(ColumnBuilder.of(type, sorted, allocator));
        int width = sorted.size() > 255 ? 2 : 1 << random.nextInt(3);
        return new Column.Dictionaried(
                type, rows, width, unsigned(width, rows, sorted.size()), validity(rows, nullable), dictionary);
    }

    private Column runs(Type type, int rows, boolean nullable) {
        List<Integer> ends = new ArrayList<>();
        int end = 0;
        int longest = random.nextInt(1, 80);
        while (end < rows) {
            end = Math.min(rows, end + random.nextInt(1, longest + 1));
            ends.add(end);
        }
        MemorySegment segment = allocator.allocate(ends.size() * 4L);
        for (int run = 0; run < ends.size(); run++) {
            segment.set(Lanes.INT, run * 4L, ends.get(run));
        }
        Column values = switch (random.nextInt(type.layout().isInteger() ? 3 : 2)) {
            case 0 -> plain(type, ends.size(), nullable);
            case 1 -> dictionaried(type, ends.size(), nullable);
            default -> narrow(type, ends.size(), nullable);
        };
        return new Column.Runs(type, rows, 0, ends.size(), segment, values);
    }
}
