package io.colonnade.storage.load;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.Partition;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.temporal.ZonedText;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.SegmentAllocator;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/// Where each row of a load belongs: its slot and its partition as one number, its section.
///
/// ```text
/// 3 partitions      slot    -1 (replicated)      0              1
///                   section  0  1  2             3  4  5        6  7  8
/// ```
///
/// *Errors*: CHECK_VIOLATION for a row that no partition takes. *Thread safety*: any thread.
final class Sections {
    private static final long MICROS = 1_000_000;

    private final SlotFunction slots;
    private final List<Partition> partitions;
    private final int column;
    private final String what;
    private final Type type;
    private final long[] bounds;

    Sections(TableDefinition table, SlotFunction slots) {
        this.slots = slots;
        Partition.Scheme scheme = table.partitioning();
        this.partitions = scheme == null ? List.of() : scheme.partitions();
        this.column = scheme == null ? -1 : table.position(scheme.columnId());
        ColumnDefinition definition = scheme == null ? null : table.column(scheme.columnId());
        this.what = definition == null ? "" : "column \"" + definition.name() + "\" of \"" + table.name() + "\"";
        this.type = definition == null ? Type.BIGINT : definition.type();
        boolean plain = definition != null && isPlain(definition.type().layout());
        this.bounds = plain ? bounds(partitions) : new long[0];
    }

    private static boolean isPlain(Layout layout) {
        return layout == Layout.INT32 || layout == Layout.INT64;
    }

    /// The bounds of partitions; there is none where MAXVALUE stands.
    private static long[] bounds(List<Partition> partitions) {
        return partitions.stream()
                .filter(partition -> partition.below() instanceof Datum.Int)
                .mapToLong(partition -> ((Datum.Int) partition.below()).value())
                .toArray();
    }

    private int count() {
        return Math.max(1, partitions.size());
    }

    int slot(int section) {
        return section / count() - 1;
    }

    /// The id of the partition, {@link Partition#NONE} if there are none.
    int partition(int section) {
        return column < 0 ? Partition.NONE : partitions.get(section % count()).id();
    }

    /// Writes the section of the `i`-th row that counts to `sections[i]`, for all `page.rows()` rows.
    void sections(Page page, int[] sections, SegmentAllocator scratch) {
        slots.slots(page, sections);
        int rows = page.rows();
        if (column < 0) {
            for (int i = 0; i < rows; i++) {
                sections[i]++;
            }
            return;
        }
        int[] indexes = new int[rows];
        Column values = page.column(column);
        if (isPlain(values.type().layout())) {
            plain(Flatten.plain(values, page.selection(), scratch), indexes);
        } else {
            for (int i = 0; i < rows; i++) {
                indexes[i] = index(values.datum(page.position(i)));
            }
        }
        for (int i = 0; i < rows; i++) {
            sections[i] = (sections[i] + 1) * count() + indexes[i];
        }
    }

    private void plain(Column.Plain values, int[] indexes) {
        boolean isNarrow = values.type().layout() == Layout.INT32;
        for (int i = 0; i < indexes.length; i++) {
            if (values.validity() == null || Lanes.bit(values.validity(), i)) {
                long value = isNarrow ? Lanes.int32(values.values(), i) : Lanes.int64(values.values(), i);
                int found = Arrays.binarySearch(bounds, value);
                indexes[i] = checked(found < 0 ? -found - 1 : found + 1, Datum.of(value));
            } else {
                indexes[i] = checked(0, Datum.NULL);
            }
        }
    }

    private int index(Datum value) {
        int index = 0;
        while (!value.isNull()
                && index < partitions.size()
                && !partitions.get(index).below().isNull()
                && DatumOrder.compare(value, partitions.get(index).below()) >= 0) {
            index++;
        }
        return checked(index, value);
    }

    private int checked(int index, Datum value) {
        if (index >= partitions.size()) {
            throw new EngineException(
                    ErrorCode.CHECK_VIOLATION,
                    "no partition takes a row: " + what + " is " + text(value)
                            + (partitions.isEmpty()
                                    ? ", and there is no partition"
                                    : ", and the last partition \""
                                            + partitions.getLast().name() + "\" takes less"),
                    null,
                    "add one with ALTER TABLE .. ADD PARTITION p VALUES LESS THAN (..)",
                    null);
        }
        return index;
    }

    private String text(Datum value) {
        if (value.isNull()) {
            return "NULL";
        }
        return switch (type) {
            case Type.DateType t
            when value instanceof Datum.Int i -> LocalDate.ofEpochDay(i.value()).toString();
            case Type.TimestampType t
            when value instanceof Datum.Int i ->
                LocalDateTime.ofEpochSecond(
                                Math.floorDiv(i.value(), MICROS),
                                (int) Math.floorMod(i.value(), MICROS) * 1000,
                                ZoneOffset.UTC)
                        .toString()
                        .replace('T', ' ');
            case Type.TimeType t when value instanceof Datum.Int i -> CalendarText.time(i.value());
            case Type.ZonedTimestampType t when value instanceof Datum.Int i -> ZonedText.of(i.value(), ZoneOffset.UTC);
            case Type.DecimalType t
            when value instanceof Datum.Int i ->
                BigDecimal.valueOf(i.value(), t.scale()).toPlainString();
            case Type.DecimalType t
            when value instanceof Datum.Wide w -> new BigDecimal(w.value(), t.scale()).toPlainString();
            default ->
                switch (value) {
                    case Datum.Null n -> "NULL";
                    case Datum.Bool b -> Boolean.toString(b.value());
                    case Datum.Int i -> Long.toString(i.value());
                    case Datum.Wide w -> w.value().toString();
                    case Datum.Real r -> Double.toString(r.value());
                    case Datum.Text t -> "'" + t.value() + "'";
                };
        };
    }
}
