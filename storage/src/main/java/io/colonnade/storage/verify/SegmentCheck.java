package io.colonnade.storage.verify;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.ColumnStatistics;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.storage.image.ImageSegment;
import io.colonnade.storage.segment.PositionSet;
import io.colonnade.storage.verify.StoredSegment.OpenImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a segment again, all of it, and compares it with its entry in the catalog.
///
/// ```text
/// Parquet file: size, CRC-32C     image: header, directory
///     rows 0..4095   ==  rows 0..4095    --> zones, order, NOT NULL, slot, partition
///     rows 4096..    ==  rows 4096..     --> ...
///                                        --> statistics of the entry
/// ```
///
/// What is wrong becomes a fault, and the rest is looked at all the same. *Size*: a page of 4,096 rows of all
/// columns, and a page of the Parquet file for each. *Threads*: one. *Errors*: those of `cancelCheck`, and
/// OUT_OF_MEMORY.
public final class SegmentCheck {
    private final TableDefinition table;
    private final SegmentEntry segment;
    private final VerifyRequest request;
    private final StoredSegment stored;
    private final Faults faults = new Faults();
    private final List<ColumnCheck> columns = new ArrayList<>();
    private final long[] hashes = new long[Page.ROWS_MAX];
    private final List<Integer> tableColumns;
    private PositionSet deleted = PositionSet.empty();
    private boolean whole = true;
    private long bytes;
    private long contentHash;

    public SegmentCheck(VerifyRequest request, StoredSegment stored) {
        this.table = request.table();
        this.segment = request.segment();
        this.request = request;
        this.stored = stored;
        this.tableColumns = table.columns().stream().map(ColumnDefinition::id).toList();
    }

    public SegmentReport run() {
        request.cancelCheck().run();
        checkDeleted();
        if (stored.parquet() == null) {
            readImage(null);
        } else {
            try (ParquetSide parquet =
                    new ParquetSide(stored.parquet(), stored.files(), segment, request.pool(), faults)) {
                bytes += segment.fileBytes();
                boolean rightBytes = parquet.isWhole(request.cancelCheck());
                if (rightBytes) {
                    parquet.open(request.pool());
                }
                readImage(parquet);
            }
        }
        return new SegmentReport(segment.rowCount(), segment.liveRows(), bytes, contentHash, whole, faults.list());
    }

    private void checkDeleted() {
        try {
            deleted = PositionSet.of(segment.deleted());
            int beyond = deleted.next((int) segment.rowCount());
            if (beyond >= 0) {
                deletedFault(deleted.count(), "row " + beyond + " is deleted, but there are " + segment.rowCount());
            }
        } catch (EngineException e) {
            whole = false;
            deletedFault(segment.deleted().count(), e.message());
        }
    }

    private void deletedFault(long rows, String how) {
        faults.add(
                Check.DELETED,
                "",
                rows,
                () -> "the deleted rows of segment " + segment.id() + " are wrong: " + how
                        + "; restore the metadata log from a backup");
    }

    private void readImage(@Nullable ParquetSide parquet) {
        try (OpenImage open = stored.image().open()) {
            bytes += open.bytes();
            readRows(open.segment(), parquet);
        } catch (EngineException e) {
            if (e.code() != ErrorCode.CORRUPT_DATA
                    && e.code() != ErrorCode.IO
                    && e.code() != ErrorCode.FILE_NOT_FOUND) {
                throw e;
            }
            unreadable(e.message());
        } catch (IOException | InternalError e) {
            // Mapped memory that the disk does not give is an InternalError.
            unreadable("cannot read " + stored.imageName() + ": " + e.getMessage());
        }
    }

    private void unreadable(String how) {
        whole = false;
        faults.add(Check.IMAGE, "", segment.rowCount(), () -> how + "; " + stored.imageAdvice());
    }

    private void readRows(ImageSegment image, @Nullable ParquetSide parquet) {
        checkColumns(image, parquet);
        OrderCheck order =
                segment.sorted() && !table.sortKey().isEmpty() ? new OrderCheck(table, stored, faults) : null;
        PlacementCheck placement = new PlacementCheck(table, segment, stored, faults);
        placement.checkSegment(request.home());
        boolean hashed = table.distribution() instanceof Distribution.Replicated;
        try (Scratch scratch = new Scratch(request.pool())) {
            for (int block = 0; block < image.blockCount(); block++) {
                for (int from = 0; from < image.blockRows(block); from += Page.ROWS_MAX) {
                    request.cancelCheck().run();
                    scratch.reset();
                    int rows = Math.min(Page.ROWS_MAX, image.blockRows(block) - from);
                    int firstRow = block * Page.BLOCK_ROWS + from;
                    Map<Integer, ValueRange> ranges = new HashMap<>();
                    Map<Integer, Column.Plain> page = page(image, block, from, rows, parquet, scratch, ranges);
                    if (order != null) {
                        order.add(page, firstRow, rows);
                    }
                    placement.add(page, ranges, firstRow, rows);
                    if (hashed) {
                        addContent(page, firstRow, rows);
                    }
                }
                int ended = block;
                columns.forEach(column -> column.endBlock(ended));
            }
        }
        Map<Integer, ColumnStatistics> statistics =
                segment.columns().stream().collect(Collectors.toMap(ColumnStatistics::columnId, one -> one));
        for (ColumnCheck column : columns) {
            column.end(statistics.get(column.columnId()));
            whole &= !column.isBroken();
        }
    }

    /// That image, Parquet file and catalog speak of the same rows and columns.
    private void checkColumns(ImageSegment image, @Nullable ParquetSide parquet) {
        if (image.id() != segment.id()) {
            unreadable(stored.imageName() + " is damaged: it holds segment " + image.id());
        }
        if (image.rowCount() != segment.rowCount()) {
            faults.add(
                    Check.ROWS,
                    stored.imageName() + " has " + image.rowCount() + " rows, not " + segment.rowCount() + "; "
                            + stored.imageAdvice());
        }
        Set<Integer> listed = new HashSet<>();
        segment.columns().forEach(column -> listed.add(column.columnId()));
        if (!listed.equals(new HashSet<>(image.columnIds()))) {
            faults.add(
                    Check.ROWS,
                    "columns",
                    0,
                    () -> stored.imageName() + " has columns " + image.columnIds() + ", but the catalog says " + listed
                            + "; " + stored.imageAdvice());
        }
        for (int columnId : image.columnIds()) {
            ColumnCheck column = new ColumnCheck(image, columnId, definition(columnId), stored, deleted, faults);
            column.checkDictionary();
            columns.add(column);
            if (parquet != null
                    && parquet.hasRows()
                    && parquet.columns().stream()
                            .noneMatch(one -> one.id() == columnId && one.type().equals(image.type(columnId)))) {
                faults.add(
                        Check.VALUES,
                        column.name(),
                        segment.rowCount(),
                        () -> stored.parquet() + " lacks " + column.name() + ", which " + stored.imageName() + " has; "
                                + stored.imageAdvice());
            }
        }
        for (ColumnDefinition column : table.columns()) {
            if (!image.has(column.id())
                    && !column.nullable()
                    && column.initial().isNull()
                    && segment.liveRows() > 0) {
                faults.add(
                        Check.NOT_NULL,
                        "column " + column.name(),
                        segment.liveRows(),
                        () -> "column " + column.name() + " is NULL in all rows of segment " + segment.id()
                                + ", which are older than it; UPDATE the rows where it is NULL");
            }
        }
    }

    private @Nullable ColumnDefinition definition(int columnId) {
        return tableColumns.contains(columnId) ? table.column(columnId) : null;
    }

    /// The flat columns of a page by their ids; those that cannot be read are missing.
    private Map<Integer, Column.Plain> page(
            ImageSegment image,
            int block,
            int from,
            int rows,
            @Nullable ParquetSide parquet,
            Scratch scratch,
            Map<Integer, ValueRange> ranges) {
        Map<Integer, Column.Plain> page = new HashMap<>();
        if (parquet != null) {
            parquet.next();
        }
        int firstRow = block * Page.BLOCK_ROWS + from;
        for (ColumnCheck column : columns) {
            Column.Plain values = column.read(block, from, rows, scratch);
            if (values != null) {
                Column.Plain durable = parquet == null ? null : parquet.column(column.columnId());
                boolean comparable = durable != null
                        && durable.length() == rows
                        && durable.type().equals(values.type());
                ranges.put(column.columnId(), column.check(values, firstRow, comparable ? durable : null));
                page.put(column.columnId(), values);
            }
        }
        for (ColumnDefinition column : table.columns()) {
            if (!image.has(column.id())) {
                Column.Constant initial = new Column.Constant(column.type(), rows, column.initial());
                page.put(column.id(), Flatten.plain(initial, null, scratch));
            }
        }
        return page;
    }

    private void addContent(Map<Integer, Column.Plain> page, int firstRow, int rows) {
        if (!page.keySet().containsAll(tableColumns)) {
            whole = false;
            return;
        }
        PlacementCheck.hash(page, tableColumns, hashes);
        for (int row = 0; row < rows; row++) {
            contentHash += deleted.contains(firstRow + row) ? 0 : hashes[row];
        }
    }
}
