package io.colonnade.exec.random;

import io.colonnade.core.kernel.Bits;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.ColumnBuilder;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Columns in every form: of random values, or of given ones.
///
/// Memory is as long as the contract of {@link Column} promises and not a byte longer; what lies below a NULL, and in
/// the padding of bitmaps, is anything that may be read.
public final class RandomColumns {
    private static final int SHARED_MAX = 20;

    private final Random random;
    private final SegmentAllocator memory;
    private final RandomValues values;
    /// Dictionaries made so far: columns share them as those of one segment do.
    private final Deque<Shared> dictionaries = new ArrayDeque<>();

    /// A dictionary and its values.
    private record Shared(Dictionary dictionary, List<Datum> entries) {
        boolean holds(Datum value) {
            return Collections.binarySearch(entries, value, DatumOrder::compare) >= 0;
        }
    }

    public RandomColumns(Random random, SegmentAllocator memory) {
        this.random = random;
        this.memory = memory;
        this.values = new RandomValues(random);
    }

    public RandomValues values() {
        return values;
    }

    /// A column of random values in a random form, now and then a slice of a longer one.
    public Column column(Type type, int rows) {
        Spread spread = values.spread();
        return column(type, rows, () -> values.value(type, spread));
    }

    /// The same of values, not NULL, that the supplier gives; narrow columns of their own values.
    public Column column(Type type, int rows, Supplier<Datum> source) {
        Form form = one(Form.of(type));
        if (random.nextInt(3) > 0) {
            return column(type, rows, form, source);
        }
        int before = 64 * random.nextInt(3);
        Column longer = column(type, before + rows + random.nextInt(100), form, source);
        return longer.slice(longer.sliceable(before) ? before : 0, rows);
    }

    private Column column(Type type, int rows, Form form, Supplier<Datum> source) {
        int nullShare = one(List.of(0, 0, 0, 20, 20, 20, 50, 95, 100));
        List<Datum> drawn = new ArrayList<>(rows);
        Supplier<Datum> few = form.isDictionary() ? ofFew(source, rows, form) : source;
        Supplier<Datum> inner = form.isNarrow() ? nearBase(type, form) : few;
        int longest = form == Form.CONSTANT ? rows : form == Form.RUNS ? 1 + random.nextInt(80) : 1;
        while (drawn.size() < rows) {
            Datum value = random.nextInt(100) < nullShare ? Datum.NULL : inner.get();
            int count = form == Form.CONSTANT ? rows : Math.min(rows - drawn.size(), 1 + random.nextInt(longest));
            drawn.addAll(Collections.nCopies(count, value));
        }
        Column column = encode(type, drawn, form);
        return column == null ? plain(type, drawn) : column;
    }

    private Supplier<Datum> ofFew(Supplier<Datum> source, int rows, Form form) {
        int count = switch (random.nextInt(8)) {
            case 0 -> 1;
            case 1 -> 256;
            case 2 -> Math.min(rows, 3000);
            default -> 1 + random.nextInt(12);
        };
        List<Datum> few = new ArrayList<>();
        for (int i = (int) Math.min(count, form.widest() + 1); i > 0; i--) {
            few.add(source.get());
        }
        return () -> one(few);
    }

    /// Values that offsets of a width reach from a base, which is now and then the least or greatest of the type.
    private Supplier<Datum> nearBase(Type type, Form form) {
        long least = RandomValues.least(type);
        long greatest = RandomValues.greatest(type);
        long span = Math.min(form.widest(), random.nextBoolean() ? 40 : form.widest());
        if (greatest - least >= 0) {
            span = Math.min(span, greatest - least);
        }
        long base = switch (random.nextInt(6)) {
            case 0 -> least;
            case 1 -> greatest - span;
            default -> Math.clamp(random.nextInt(-40, 20), least, greatest - span);
        };
        long bound = span + 1;
        return () -> Datum.of(base + random.nextLong(bound));
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /// The values in a random one of the forms that can hold them.
    public Column encode(Type type, List<Datum> column) {
        Column encoded = encode(type, column, one(Form.of(type)));
        return encoded == null ? plain(type, column) : encoded;
    }

    /// The values in a form, or null if it cannot hold them.
    public @Nullable Column encode(Type type, List<Datum> column, Form form) {
        return switch (form) {
            case PLAIN -> plain(type, column);
            case CONSTANT -> {
                Datum first = column.getFirst();
                yield column.stream().allMatch(first::equals) ? new Column.Constant(type, column.size(), first) : null;
            }
            case NARROW_1, NARROW_2, NARROW_4 -> narrow(type, column, form);
            case DICTIONARY_1, DICTIONARY_2, DICTIONARY_4 -> dictionaried(type, column, form);
            case RUNS -> runs(type, column);
        };
    }

    private Column.Plain plain(Type type, List<Datum> column) {
        Column.Plain plain = ColumnBuilder.of(type, column, memory);
        int rows = column.size();
        MemorySegment target = plain.values().asSlice(0, type.layout().bytes(rows));
        int present = -1;
        for (int row = 0; row < rows; row++) {
            if (!column.get(row).isNull()) {
                present = row;
            } else if (type.layout() == Layout.BIT) {
                Lanes.setBit(target, row, random.nextBoolean());
            } else if (type.layout() != Layout.VIEW) {
                for (int i = 0; i < type.layout().bytes(); i++) {
                    byte garbage = (byte) (random.nextInt(4) == 0 ? 0 : random.nextInt());
                    target.set(Lanes.BYTE, (long) row * type.layout().bytes() + i, garbage);
                }
            } else if (present >= 0 && random.nextBoolean()) {
                // A view that can be read, of a string that is not there.
                MemorySegment.copy(target, present * 16L, target, row * 16L, 16);
            }
        }
        if (type.layout() == Layout.BIT) {
            padding(target, rows);
        }
        return new Column.Plain(type, rows, target, validity(column, random.nextInt(8) == 0), plain.heap());
    }

    private void padding(MemorySegment bits, int rows) {
        for (long bit = rows; bit < Bits.bytes(rows) * 8; bit++) {
            Lanes.setBit(bits, bit, random.nextBoolean());
        }
    }

    private @Nullable MemorySegment validity(List<Datum> column, boolean always) {
        if (!always && column.stream().noneMatch(Datum::isNull)) {
            return null;
        }
        MemorySegment bits = memory.allocate(Bits.bytes(column.size()));
        for (int row = 0; row < column.size(); row++) {
            Lanes.setBit(bits, row, !column.get(row).isNull());
        }
        padding(bits, column.size());
        return bits;
    }

    private static void put(MemorySegment target, int width, int row, long value) {
        switch (width) {
            case 1 -> target.set(Lanes.BYTE, row, (byte) value);
            case 2 -> target.set(Lanes.SHORT, row * 2L, (short) value);
            default -> target.set(Lanes.INT, row * 4L, (int) value);
        }
    }

    private @Nullable Column narrow(Type type, List<Datum> column, Form form) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (Datum value : column) {
            if (value instanceof Datum.Int i) {
                min = Math.min(min, i.value());
                max = Math.max(max, i.value());
            }
        }
        if (min > max) {
            min = 0;
            max = 0;
        }
        if (max - min < 0 || max - min > form.widest()) {
            return null;
        }
        // The base need not be a value.
        long slack = Math.min(random.nextInt(3), form.widest() - (max - min));
        long base = min < RandomValues.least(type) + slack ? min : min - slack;
        MemorySegment offsets = memory.allocate((long) form.width() * column.size(), 1);
        for (int row = 0; row < column.size(); row++) {
            long offset = column.get(row) instanceof Datum.Int v
                    ? v.value() - base
                    : random.nextLong(Math.min(form.widest(), max - base) + 1);
            put(offsets, form.width(), row, offset);
        }
        return new Column.Narrow(
                type, column.size(), base, form.width(), offsets, validity(column, random.nextInt(8) == 0));
    }

    private @Nullable Column dictionaried(Type type, List<Datum> column, Form form) {
        TreeSet<Datum> distinct = new TreeSet<>(DatumOrder::compare);
        column.stream().filter(value -> !value.isNull()).forEach(distinct::add);
        for (Shared shared : dictionaries) {
            if (shared.dictionary().values().type().equals(type)
                    && shared.entries().size() <= form.widest() + 1
                    && random.nextInt(4) > 0
                    && distinct.stream().allMatch(shared::holds)) {
                return codes(type, column, form, shared);
            }
        }
        // Entries that no row has.
        for (int i = random.nextInt(4); i > 0 || distinct.isEmpty(); i--) {
            distinct.add(values.value(type));
        }
        if (distinct.size() > Math.min(form.widest() + 1, Dictionary.SIZE_MAX)) {
            return null;
        }
        List<Datum> entries = List.copyOf(distinct);
        Shared made = new Shared(new Dictionary(ColumnBuilder.of(type, entries, memory)), entries);
        dictionaries.addLast(made);
        if (dictionaries.size() > SHARED_MAX) {
            dictionaries.removeFirst();
        }
        return codes(type, column, form, made);
    }

    private Column codes(Type type, List<Datum> column, Form form, Shared shared) {
        List<Datum> entries = shared.entries();
        MemorySegment codes = memory.allocate((long) form.width() * column.size(), 1);
        for (int row = 0; row < column.size(); row++) {
            int code = column.get(row).isNull()
                    ? random.nextInt(entries.size())
                    : Collections.binarySearch(entries, column.get(row), DatumOrder::compare);
            put(codes, form.width(), row, code);
        }
        return new Column.Dictionaried(
                type,
                column.size(),
                form.width(),
                codes,
                validity(column, random.nextInt(8) == 0),
                shared.dictionary());
    }

    private Column runs(Type type, List<Datum> column) {
        List<Datum> runValues = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        for (int row = 0; row < column.size(); row++) {
            // Neighbouring runs may have the same value.
            if (runValues.isEmpty() || !runValues.getLast().equals(column.get(row)) || random.nextInt(200) == 0) {
                runValues.add(column.get(row));
                ends.add(row + 1);
            } else {
                ends.set(ends.size() - 1, row + 1);
            }
        }
        MemorySegment memoryOfEnds = memory.allocate(ends.size() * 4L);
        for (int run = 0; run < ends.size(); run++) {
            memoryOfEnds.set(Lanes.INT, run * 4L, ends.get(run));
        }
        Form inner = one(Form.of(type));
        Column encoded = inner == Form.RUNS ? null : encode(type, runValues, inner);
        return new Column.Runs(
                type, column.size(), 0, ends.size(), memoryOfEnds, encoded == null ? plain(type, runValues) : encoded);
    }
}
