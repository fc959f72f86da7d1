package io.colonnade.exec.random;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.core.type.Interval;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.SegmentAllocator;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Rows of random values, and the same rows as pages of columns in random forms.
///
/// ```text
/// rows(types, 5000, 30, 10)    values out of 30 a type, every tenth NULL
/// pages(types, rows, 4096)     the rows in pages, between rows that a selection leaves out
/// next(types, 4096)            a page whose values do not matter
/// ```
public final class RandomData {
    /// Sizes at which loops over words, vectors and pages begin and end.
    private static final int[] SIZES = {1, 2, 63, 64, 65, 4095, 4096};

    public final Random random;
    private final RandomColumns columns;
    private final Map<Pool, List<Datum>> pools = new HashMap<>();

    private boolean extremes;

    /// The values of a type that rows draw from.
    private record Pool(Type type, int distinct) {}

    public RandomData(long seed, SegmentAllocator memory) {
        this(new Random(seed), memory);
    }

    public RandomData(Random random, SegmentAllocator memory) {
        this.random = random;
        this.columns = new RandomColumns(random, memory);
    }

    /// From now on rows have doubles and decimals whose sums may leave their type, too.
    public RandomData withExtremes() {
        extremes = true;
        return this;
    }

    public RandomColumns columns() {
        return columns;
    }

    public RandomValues values() {
        return columns.values();
    }

    public Type type() {
        return values().type();
    }

    public List<Type> types(int count) {
        List<Type> types = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            types.add(type());
        }
        return types;
    }

    /// How many rows a page has: often one of the sizes where loops end.
    public int size() {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5, 6 -> SIZES[random.nextInt(SIZES.length)];
            case 7 -> 1 + random.nextInt(Page.ROWS_MAX);
            default -> 1 + random.nextInt(300);
        };
    }

    /// A value out of about `distinct` ones; NULL once in `nullOneIn` (0: never).
    public Datum datum(Type type, int distinct, int nullOneIn) {
        if (nullOneIn > 0 && random.nextInt(nullOneIn) == 0) {
            return Datum.NULL;
        }
        List<Datum> pool = pools.computeIfAbsent(new Pool(type, distinct), this::draw);
        return pool.get(random.nextInt(pool.size()));
    }

    /// Values of a type are few near zero: they are made different by adding, and by text behind them.
    private List<Datum> draw(Pool pool) {
        TreeSet<Datum> values = new TreeSet<>(DatumOrder::compare);
        boolean summable = pool.type().layout() != Layout.FLOAT64 && pool.type().layout() != Layout.INT128;
        Spread spread = summable || extremes ? values().spread() : Spread.TAME;
        for (int i = 0; i < pool.distinct(); i++) {
            Datum value = i % 4 == 0 ? values().value(pool.type(), spread) : numbered(pool.type(), i);
            values.add(value);
        }
        return List.copyOf(values);
    }

    private static Datum numbered(Type type, int number) {
        return switch (type) {
            case Type.BooleanType t -> Datum.of(number % 2 == 0);
            case Type.TinyintType t -> Datum.of(number % Byte.MAX_VALUE);
            case Type.SmallintType t -> Datum.of(number % Short.MAX_VALUE);
            case Type.RealType t -> Datum.of(number % 7 == 0 ? -0.0 : number / 4.0 - 2);
            case Type.DoubleType t -> Datum.of(number % 7 == 0 ? -0.0 : number / 4.0 - 2);
            case Type.DecimalType t
            when t.precision() > 18 ->
                new Datum.Wide(
                        BigInteger.valueOf(number - 3L).multiply(BigInteger.TEN.pow(number % (t.precision() - 8))));
            case Type.DecimalType t -> Datum.of(number % 99_999 * 1L);
            case Type.CharType t -> Datum.of("c" + number % 1_000_000);
            case Type.VarcharType t when t.length() < 20 -> Datum.of(Integer.toString(number % 1_000_000));
            case Type.VarcharType t ->
                Datum.of(number % 3 == 0 ? "s" + number : "a string that is longer " + number % 11 + "/" + number);
            case Type.IntegerType t -> Datum.of(number * 3L - 7);
            case Type.DateType t -> Datum.of(number * 3L - 7);
            case Type.BigintType t -> Datum.of(number % 5 == 0 ? number * 1_000_000_007L : number);
            case Type.TimeType t -> Datum.of(number * 1_000_007L % Interval.MICROS_PER_DAY);
            case Type.TimestampType t -> Datum.of(number * 1_000_000_007L);
            case Type.ZonedTimestampType t -> Datum.of(number * 1_000_000_007L);
            case Type.IntervalType t -> new Datum.Wide(new Interval(number % 3, number % 91, number).number());
        };
    }

    public List<List<Datum>> rows(List<Type> types, int count, int distinct, int nullOneIn) {
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
    public List<Page> pages(List<Type> types, List<List<Datum>> rows, int rowsMax) {
        List<Page> pages = new ArrayList<>();
        int at = 0;
        while (at < rows.size()) {
            int most = random.nextInt(3) == 0 ? size() : 1 + random.nextInt(rowsMax);
            int count = Math.min(rows.size() - at, Math.min(most, rowsMax));
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
        Column[] encoded = new Column[types.size()];
        for (int c = 0; c < encoded.length; c++) {
            List<Datum> values = new ArrayList<>();
            for (List<Datum> row : physical) {
                values.add(row.get(c));
            }
            encoded[c] = column(types.get(c), values);
        }
        Page page = new Page(physical.size(), encoded);
        return physical.size() == rows.size() ? page : page.select(new Selection(positions, positions.length));
    }

    /// The values in one of the forms that can hold them.
    public Column column(Type type, List<Datum> values) {
        return columns.encode(type, values);
    }

    /// A page of random columns with a random selection.
    public Page next(List<Type> types, int rowsMax) {
        int rows = Math.min(size(), rowsMax);
        Column[] made = types.stream().map(type -> columns.column(type, rows)).toArray(Column[]::new);
        return new Page(rows, made, selection(rows));
    }

    /// Some of the rows, or null for all.
    public @Nullable Selection selection(int rows) {
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

    /// The order of values that may be NULL, as ORDER BY has it.
    public static Comparator<Datum> order(boolean ascending, boolean nullsFirst) {
        return (a, b) -> {
            if (a.isNull() || b.isNull()) {
                return a.isNull() && b.isNull() ? 0 : a.isNull() == nullsFirst ? -1 : 1;
            }
            return ascending ? DatumOrder.compare(a, b) : DatumOrder.compare(b, a);
        };
    }
}
