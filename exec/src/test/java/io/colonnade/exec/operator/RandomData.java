package io.colonnade.exec.operator;

import io.colonnade.core.kernel.Bits;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.ColumnBuilder;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/// Rows of random values, and the same rows as pages in random forms.
final class RandomData {
    static final List<Type> TYPES = List.of(
            Type.BOOLEAN,
            Type.INTEGER,
            Type.BIGINT,
            Type.DOUBLE,
            Type.DATE,
            Type.decimal(12, 2),
            Type.decimal(38, 4),
            Type.VARCHAR);

    final Random random;
    private final SegmentAllocator memory;
    private final List<Dictionary> shared = new ArrayList<>();

    RandomData(long seed, SegmentAllocator memory) {
        this.random = new Random(seed);
        this.memory = memory;
    }

    Type type() {
        return TYPES.get(random.nextInt(TYPES.size()));
    }

    List<Type> types(int count) {
        List<Type> types = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            types.add(type());
        }
        return types;
    }

    /// A value out of about `distinct` ones; NULL once in `nullOneIn` (0: never).
    Datum datum(Type type, int distinct, int nullOneIn) {
        if (nullOneIn > 0 && random.nextInt(nullOneIn) == 0) {
            return Datum.NULL;
        }
        int value = random.nextInt(distinct);
        return switch (type.layout()) {
            case BIT -> Datum.of(value % 2 == 0);
            case INT32 -> Datum.of(value * 3L - 7);
            case INT64 -> Datum.of(value % 5 == 0 ? value * 1_000_000_007L : value);
            case INT128 -> new Datum.Wide(BigInteger.valueOf(value - 3).multiply(BigInteger.TEN.pow(value % 30)));
            case FLOAT64 -> Datum.of(value % 7 == 0 ? -0.0 : value / 4.0 - 2);
            case VIEW -> Datum.of(value % 3 == 0 ? "s" + value : "a string that is longer " + value % 11 + "/" + value);
        };
    }

    List<List<Datum>> rows(List<Type> types, int count, int distinct, int nullOneIn) {
        List<List<Datum>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Datum> row = new ArrayList<>();
            for (Type type : types) {
                row.add(datum(type, distinct, nullOneIn));
            }
            rows.add(row);
        }
        return rows;
    }

    /// The rows as pages of up to `rowsMax` rows, some with selections that leave out rows not in `rows`.
    List<Page> pages(List<Type> types, List<List<Datum>> rows, int rowsMax) {
        List<Page> pages = new ArrayList<>();
        int at = 0;
        while (at < rows.size()) {
            int count = Math.min(rows.size() - at, 1 + random.nextInt(rowsMax));
            pages.add(page(types, rows.subList(at, at + count), rowsMax));
            at += count;
        }
        return pages;
    }

    private Page page(List<Type> types, List<List<Datum>> rows, int rowsMax) {
        boolean selected = random.nextInt(3) == 0 && rows.size() * 2 <= rowsMax;
        List<List<Datum>> physical = new ArrayList<>();
        int[] positions = new int[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            while (selected && physical.size() < rowsMax - rows.size() + i && random.nextInt(3) == 0) {
                physical.add(rows(types, 1, 50, 4).getFirst());
            }
            positions[i] = physical.size();
            physical.add(rows.get(i));
        }
        Column[] columns = new Column[types.size()];
        for (int c = 0; c < columns.length; c++) {
            List<Datum> values = new ArrayList<>();
            for (List<Datum> row : physical) {
                values.add(row.get(c));
            }
            columns[c] = column(types.get(c), values);
        }
        Page page = new Page(physical.size(), columns);
        return physical.size() == rows.size() ? page : page.select(new Selection(positions, positions.length));
    }

    /// The values in one of the forms that can hold them.
    Column column(Type type, List<Datum> values) {
        int form = random.nextInt(5);
        boolean constant = values.stream().allMatch(values.getFirst()::equals);
        if (constant && random.nextBoolean()) {
            return new Column.Constant(type, values.size(), values.getFirst());
        }
        if (form == 0 && type.layout().isInteger()) {
            Column narrow = narrow(type, values);
            if (narrow != null) {
                return narrow;
            }
        }
        return switch (form) {
            case 1, 2 -> dictionaried(type, values);
            case 3 -> runs(type, values);
            default -> ColumnBuilder.of(type, values, memory);
        };
    }

    private MemorySegment validity(List<Datum> values) {
        if (values.stream().noneMatch(Datum::isNull)) {
            return null;
        }
        MemorySegment bits = memory.allocate(Bits.bytes(values.size()));
        for (int i = 0; i < values.size(); i++) {
            Lanes.setBit(bits, i, !values.get(i).isNull());
        }
        return bits;
    }

    private Column narrow(Type type, List<Datum> values) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (Datum value : values) {
            if (value instanceof Datum.Int i) {
                min = Math.min(min, i.value());
                max = Math.max(max, i.value());
            }
        }
        if (min > max || max - min >= 1L << 32) {
            return null;
        }
        int least = max - min < 256 ? 1 : max - min < 65536 ? 2 : 4;
        int width = Math.max(least, 1 << random.nextInt(3));
        if (type.layout() == Layout.INT32 && width == 4) {
            width = least;
        }
        MemorySegment offsets = memory.allocate(values.size() * 4L + 8);
        for (int i = 0; i < values.size(); i++) {
            long offset = values.get(i) instanceof Datum.Int v ? v.value() - min : random.nextInt(200);
            put(offsets, width, i, offset);
        }
        return new Column.Narrow(type, values.size(), min, width, offsets, validity(values));
    }

    private static void put(MemorySegment target, int width, int row, long value) {
        switch (width) {
            case 1 -> target.set(Lanes.BYTE, row, (byte) value);
            case 2 -> target.set(Lanes.SHORT, row * 2L, (short) value);
            default -> target.set(Lanes.INT, row * 4L, (int) value);
        }
    }

    private Column dictionaried(Type type, List<Datum> values) {
        // Now and then pages share a dictionary, as those of one segment do.
        for (Dictionary dictionary : shared) {
            if (dictionary.values().type().equals(type) && random.nextInt(4) > 0) {
                List<Datum> entries = entries(dictionary);
                if (values.stream().allMatch(value -> value.isNull() || entries.contains(value))) {
                    return codes(type, values, dictionary, entries);
                }
            }
        }
        TreeSet<Datum> distinct = new TreeSet<>(RandomData::compare);
        values.stream().filter(value -> !value.isNull()).forEach(distinct::add);
        for (int i = 0; i < 3; i++) {
            distinct.add(datum(type, 60, 0));
        }
        List<Datum> entries = List.copyOf(distinct);
        Dictionary dictionary = new Dictionary(ColumnBuilder.of(type, entries, memory));
        shared.add(dictionary);
        return codes(type, values, dictionary, entries);
    }

    private static List<Datum> entries(Dictionary dictionary) {
        List<Datum> entries = new ArrayList<>();
        for (int i = 0; i < dictionary.size(); i++) {
            entries.add(dictionary.values().datum(i));
        }
        return entries;
    }

    private Column codes(Type type, List<Datum> values, Dictionary dictionary, List<Datum> entries) {
        int width = entries.size() > 256 ? 2 + random.nextInt(2) * 2 : 1 << random.nextInt(3);
        MemorySegment codes = memory.allocate(values.size() * 4L + 8);
        for (int i = 0; i < values.size(); i++) {
            int code = Collections.binarySearch(entries, values.get(i), RandomData::compareNullable);
            put(codes, width, i, Math.max(0, code));
        }
        return new Column.Dictionaried(type, values.size(), width, codes, validity(values), dictionary);
    }

    private Column runs(Type type, List<Datum> values) {
        List<Datum> runValues = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (runValues.isEmpty() || !runValues.getLast().equals(values.get(i))) {
                runValues.add(values.get(i));
                ends.add(i + 1);
            } else {
                ends.set(ends.size() - 1, i + 1);
            }
        }
        MemorySegment memoryOfEnds = memory.allocate(ends.size() * 4L);
        for (int i = 0; i < ends.size(); i++) {
            memoryOfEnds.set(Lanes.INT, i * 4L, ends.get(i));
        }
        Column inner = random.nextBoolean() ? ColumnBuilder.of(type, runValues, memory) : dictionaried(type, runValues);
        return new Column.Runs(type, values.size(), 0, ends.size(), memoryOfEnds, inner);
    }

    private static int compareNullable(Datum left, Datum right) {
        return right.isNull() ? -1 : compare(left, right);
    }

    /// The order of two values that are not NULL.
    static int compare(Datum left, Datum right) {
        return switch (left) {
            case Datum.Bool b when right instanceof Datum.Bool o -> Boolean.compare(b.value(), o.value());
            case Datum.Int i when right instanceof Datum.Int o -> Long.compare(i.value(), o.value());
            case Datum.Wide w when right instanceof Datum.Wide o -> w.value().compareTo(o.value());
            case Datum.Real r when right instanceof Datum.Real o -> Double.compare(r.value() + 0.0, o.value() + 0.0);
            case Datum.Text t
            when right instanceof Datum.Text o ->
                Arrays.compareUnsigned(
                        t.value().getBytes(StandardCharsets.UTF_8), o.value().getBytes(StandardCharsets.UTF_8));
            default -> throw new IllegalArgumentException(left + " and " + right);
        };
    }

    static Comparator<Datum> order(boolean ascending, boolean nullsFirst) {
        return (a, b) -> {
            if (a.isNull() || b.isNull()) {
                return a.isNull() && b.isNull() ? 0 : a.isNull() == nullsFirst ? -1 : 1;
            }
            return ascending ? compare(a, b) : compare(b, a);
        };
    }
}
