package io.colonnade.exec.exchange;

import io.colonnade.core.kernel.Bits;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.ColumnBuilder;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Pages of all types in all forms, from a seed.
public final class RandomPages {
    public static final List<Type> TYPES = List.of(
            Type.BOOLEAN,
            Type.SMALLINT,
            Type.INTEGER,
            Type.BIGINT,
            Type.DOUBLE,
            Type.DATE,
            Type.decimal(12, 2),
            Type.decimal(38, 4),
            Type.VARCHAR);

    private final Random random;
    private final SegmentAllocator memory;
    private final List<Dictionary> dictionaries = new ArrayList<>();

    public RandomPages(Random random, SegmentAllocator memory) {
        this.random = random;
        this.memory = memory;
        for (Type type : TYPES) {
            dictionaries.add(new Dictionary(plain(type, 1 + random.nextInt(200), false)));
        }
    }

    public Page next(List<Type> types, int rowsMax) {
        int rows = 1 + random.nextInt(rowsMax);
        Column[] columns = new Column[types.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = column(types.get(i), rows);
        }
        Page page = new Page(rows, columns);
        return random.nextBoolean() ? page : page.select(selection(rows));
    }

    private Selection selection(int rows) {
        int[] positions = new int[rows];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (random.nextInt(3) == 0) {
                positions[count++] = row;
            }
        }
        return count == 0 ? new Selection(new int[] {rows - 1}, 1) : new Selection(positions, count);
    }

    private Column column(Type type, int rows) {
        return switch (random.nextInt(5)) {
            case 0 -> new Column.Constant(type, rows, datum(type, random.nextInt(4) == 0));
            case 1 -> type.layout().isInteger() ? narrow(type, rows) : plain(type, rows, true);
            case 2 -> dictionaried(type, rows);
            case 3 -> runs(type, rows);
            default -> plain(type, rows, random.nextBoolean());
        };
    }

    private Column narrow(Type type, int rows) {
        int width = 1 << random.nextInt(2);
        MemorySegment offsets = memory.allocate(rows * 4L + 8);
        for (int i = 0; i < rows * width; i++) {
            offsets.set(Lanes.BYTE, i, (byte) random.nextInt());
        }
        return new Column.Narrow(type, rows, random.nextInt(1000), width, offsets, validity(rows));
    }

    private MemorySegment validity(int rows) {
        if (random.nextBoolean()) {
            return null;
        }
        MemorySegment bits = memory.allocate(Bits.bytes(rows));
        for (long i = 0; i < bits.byteSize(); i++) {
            bits.set(Lanes.BYTE, i, (byte) random.nextInt());
        }
        return bits;
    }

    private Column dictionaried(Type type, int rows) {
        Dictionary dictionary = dictionaries.get(TYPES.indexOf(type));
        int width = 1 << random.nextInt(3);
        MemorySegment codes = memory.allocate(rows * 4L + 8);
        for (int row = 0; row < rows; row++) {
            int code = random.nextInt(dictionary.size());
            switch (width) {
                case 1 -> codes.set(Lanes.BYTE, row, (byte) code);
                case 2 -> codes.set(Lanes.SHORT, row * 2L, (short) code);
                default -> codes.set(Lanes.INT, row * 4L, code);
            }
        }
        return new Column.Dictionaried(type, rows, width, codes, validity(rows), dictionary);
    }

    private Column runs(Type type, int rows) {
        int count = 1 + random.nextInt(Math.min(rows, 20));
        MemorySegment ends = memory.allocate(count * 4L);
        for (int run = 0; run < count; run++) {
            ends.set(Lanes.INT, run * 4L, run == count - 1 ? rows : run + 1);
        }
        Column values = random.nextBoolean() ? plain(type, count, true) : dictionaried(type, count);
        return new Column.Runs(type, rows, 0, count, ends, values);
    }

    private Column.Plain plain(Type type, int rows, boolean nulls) {
        ColumnBuilder builder = new ColumnBuilder(type, rows, memory);
        for (int row = 0; row < rows; row++) {
            builder.append(datum(type, nulls && random.nextInt(5) == 0));
        }
        return builder.build();
    }

    private Datum datum(Type type, boolean isNull) {
        if (isNull) {
            return Datum.NULL;
        }
        return switch (type.layout()) {
            case BIT -> Datum.of(random.nextBoolean());
            case INT32 -> Datum.of(random.nextInt(30_000));
            case INT64 -> Datum.of(random.nextLong() >> random.nextInt(60));
            case INT128 -> new Datum.Wide(new BigInteger(120, random).subtract(BigInteger.TWO.pow(119)));
            case FLOAT64 -> Datum.of(random.nextGaussian());
            case VIEW -> Datum.of("ä".repeat(random.nextInt(3)) + "x".repeat(random.nextInt(30)) + random.nextInt(50));
        };
    }

    /// The rows that count, as values.
    public static List<List<Datum>> rows(Page page) {
        List<List<Datum>> rows = new ArrayList<>();
        for (int row = 0; row < page.rows(); row++) {
            List<Datum> values = new ArrayList<>();
            for (Column column : page.columns()) {
                values.add(column.datum(page.position(row)));
            }
            rows.add(values);
        }
        return rows;
    }
}
