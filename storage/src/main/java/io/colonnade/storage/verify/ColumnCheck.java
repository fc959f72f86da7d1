package io.colonnade.storage.verify;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.ColumnStatistics;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.storage.image.ImageSegment;
import io.colonnade.storage.segment.PositionSet;
import io.colonnade.storage.segment.Zone;
import org.jspecify.annotations.Nullable;

/// One column of an image, read block by block: that it can be read, and what is said of its values.
///
/// *Threads*: one.
final class ColumnCheck {
    private final ImageSegment image;
    private final int columnId;
    private final @Nullable ColumnDefinition definition;
    private final String name;
    private final StoredSegment stored;
    private final PositionSet deleted;
    private final Faults faults;
    private final ValueRange whole = new ValueRange();
    private ValueRange ofBlock = new ValueRange();
    private boolean brokenBlock;
    private boolean broken;

    /// `definition` is null for a column that the table does not have any more.
    ColumnCheck(
            ImageSegment image,
            int columnId,
            @Nullable ColumnDefinition definition,
            StoredSegment stored,
            PositionSet deleted,
            Faults faults) {
        this.image = image;
        this.columnId = columnId;
        this.definition = definition;
        this.name = definition == null ? "dropped column " + columnId : "column " + definition.name();
        this.stored = stored;
        this.deleted = deleted;
        this.faults = faults;
    }

    int columnId() {
        return columnId;
    }

    String name() {
        return name;
    }

    /// Whether a value could not be read.
    boolean isBroken() {
        return broken;
    }

    /// The type, and the dictionary as a whole: scans count on its order.
    void checkDictionary() {
        if (definition != null && !definition.type().equals(image.type(columnId))) {
            faults.add(
                    Check.ROWS,
                    name,
                    image.rowCount(),
                    () -> name + " of " + stored.imageName() + " is "
                            + image.type(columnId).sql() + ", not "
                            + definition.type().sql() + "; " + stored.imageAdvice());
        }
        try {
            Column.Plain dictionary = image.dictionary(columnId);
            for (int i = 1; dictionary != null && i < dictionary.length(); i++) {
                if (Values.compare(dictionary, i - 1, i) >= 0) {
                    unreadable(0, "value " + i + " of its dictionary is not greater than the one before");
                    return;
                }
            }
        } catch (RuntimeException | InternalError e) {
            failed(0, e);
        }
    }

    /// Rows of a block, flat; null if they cannot be read, which is a fault then.
    Column.@Nullable Plain read(int block, int from, int rows, Scratch scratch) {
        try {
            Column column = image.column(columnId, block);
            if (from == 0 && column instanceof Column.Runs runs && !areAscending(runs)) {
                unreadable(rows, "runs of block " + block + " do not follow each other");
                return null;
            }
            return Flatten.plain(column.slice(from, rows), null, scratch);
        } catch (RuntimeException | InternalError e) {
            // Mapped memory that the disk does not give is an InternalError.
            failed(rows, e);
            return null;
        }
    }

    private static boolean areAscending(Column.Runs runs) {
        int last = 0;
        for (int run = 0; run < runs.runCount(); run++) {
            if (runs.end(run) <= last) {
                return false;
            }
            last = runs.end(run);
        }
        return true;
    }

    private void failed(int rows, Throwable e) {
        if (e instanceof EngineException known) {
            if (known.code() != ErrorCode.CORRUPT_DATA) {
                throw known;
            }
            unreadable(rows, null);
        } else {
            unreadable(rows, "a block cannot be decoded: " + e);
        }
    }

    private void unreadable(int rows, @Nullable String how) {
        broken = true;
        brokenBlock = true;
        faults.add(
                Check.IMAGE,
                name,
                rows,
                () -> stored.imageName() + " is damaged: " + name
                        + (how == null ? " does not match its checksum or directory" : ": " + how) + "; "
                        + stored.imageAdvice());
    }

    /// Looks at rows that begin at `firstRow` of the segment; `durable` are the same rows of the Parquet file.
    ValueRange check(Column.Plain values, int firstRow, Column.@Nullable Plain durable) {
        ValueRange range = ValueRange.of(values);
        ofBlock.add(range);
        if (definition != null && !definition.nullable() && range.nulls() > 0) {
            checkNulls(values, firstRow);
        }
        if (durable != null) {
            int differs = Values.mismatch(values, durable);
            if (differs >= 0) {
                differ(values, durable, firstRow, differs);
            }
        }
        return range;
    }

    private void checkNulls(Column.Plain values, int firstRow) {
        for (int row = 0; row < values.length(); row++) {
            int position = firstRow + row;
            if (values.isNull(row) && !deleted.contains(position)) {
                faults.add(
                        Check.NOT_NULL,
                        name,
                        1,
                        () -> name + " is NULL in row " + position + " of segment " + image.id()
                                + ", against its constraint; UPDATE or DELETE the rows where it is NULL");
            }
        }
    }

    private void differ(Column.Plain values, Column.Plain durable, int firstRow, int first) {
        int count = 0;
        for (int row = first; row < values.length(); row++) {
            count += Values.areEqual(values, durable, row) ? 0 : 1;
        }
        faults.add(
                Check.VALUES,
                name,
                count,
                () -> name + " is " + durable.datum(first) + " in row " + (firstRow + first) + " of " + stored.parquet()
                        + " and " + values.datum(first) + " in " + stored.imageName() + "; " + stored.imageAdvice());
    }

    void endBlock(int block) {
        if (!brokenBlock) {
            Zone zone = image.zone(columnId, block);
            ValueRange range = ofBlock;
            if (!range.is(zone.min(), zone.max(), zone.nullCount())) {
                faults.add(
                        Check.ZONES,
                        name,
                        range.rows(),
                        () -> "rows " + block * Page.BLOCK_ROWS + " to "
                                + (block * Page.BLOCK_ROWS + range.rows() - 1) + " of " + name + " in "
                                + stored.imageName() + " are " + range + ", but their zone says "
                                + ValueRange.text(zone.min(), zone.max(), zone.nullCount()) + "; "
                                + stored.imageAdvice());
            }
        }
        whole.add(ofBlock);
        ofBlock = new ValueRange();
        brokenBlock = false;
    }

    /// Compares all values with what the catalog says of them; null if it says nothing.
    void end(@Nullable ColumnStatistics expected) {
        if (expected != null && !broken && !whole.is(expected.min(), expected.max(), expected.nullCount())) {
            faults.add(
                    Check.STATISTICS,
                    name,
                    whole.rows(),
                    () -> "the values of " + name + " in " + stored.imageName() + " are " + whole
                            + ", but the catalog says "
                            + ValueRange.text(expected.min(), expected.max(), expected.nullCount())
                            + "; queries may skip rows: copy the table's rows to a file by COPY TO and load them anew");
        }
    }
}
