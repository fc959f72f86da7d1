package io.colonnade.storage.ingest.csv.value;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.temporal.TimeZones;
import io.colonnade.core.type.Type;
import io.colonnade.storage.ingest.csv.layout.FieldIndex;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;

/// Parses one column of the indexed rows into typed memory; one per column type, each with a loop of its own.
///
/// *Threads*: none of them has state.
public abstract class FieldParser {
    public final ColumnDefinition column;

    public FieldParser(ColumnDefinition column) {
        this.column = column;
    }

    /// Moments that do not tell their zone are those of clocks in `zone`.
    private static FieldParser of(ColumnDefinition column, ZoneId zone) {
        return switch (column.type()) {
            case Type.BooleanType t -> new BooleanParser(column);
            case Type.TinyintType t -> new Int32Parser(column, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case Type.SmallintType t -> new Int32Parser(column, Short.MIN_VALUE, Short.MAX_VALUE);
            case Type.IntegerType t -> new Int32Parser(column, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case Type.BigintType t -> new Int64Parser(column);
            case Type.RealType t -> new DoubleParser(column);
            case Type.DoubleType t -> new DoubleParser(column);
            case Type.DecimalType t -> new DecimalParser(column, t);
            case Type.CharType t -> new TextParser(column, t.length(), true);
            case Type.VarcharType t -> new TextParser(column, t.length(), false);
            case Type.DateType t -> new DateParser(column);
            case Type.TimestampType t -> new TimestampParser(column);
            case Type.TimeType t -> new CalendarParser(column, zone);
            case Type.ZonedTimestampType t -> new CalendarParser(column, zone);
            case Type.IntervalType t -> new CalendarParser(column, zone);
        };
    }

    /// One for each of the columns that `scan` reads.
    public static List<FieldParser> of(FileScanNode scan) {
        ZoneId zone = TimeZones.named(scan.options().timeZone());
        return scan.columns().stream().map(column -> of(column, zone)).toList();
    }

    /// Writes field `index` of the first `rows` rows to the rows of the target from `targetRow` on.
    /// Throws BadField at the first bad row.
    public abstract void parse(FieldIndex fields, int index, int rows, ColumnTarget target, int targetRow);

    /// Ends the row with NULL, or with an error if the column takes none.
    public final void putNull(int row, ColumnTarget target, int targetRow) {
        if (!column.nullable()) {
            throw new BadField(row, ErrorCode.NOT_NULL_VIOLATION, "is NULL, but the column is NOT NULL");
        }
        target.setNull(targetRow + row);
    }

    /// The field without blanks around it, for the general paths.
    public static String trimmed(MemorySegment bytes, int start, int end) {
        return text(bytes, start, end).strip();
    }

    public static String text(MemorySegment bytes, int start, int end) {
        return new String(bytes.asSlice(start, end - start).toArray(Lanes.BYTE), StandardCharsets.UTF_8);
    }
}
