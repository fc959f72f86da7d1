package io.colonnade.storage.node;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.image.ColumnEncoder;
import io.colonnade.storage.image.ColumnEntry;
import io.colonnade.storage.image.ColumnRows;
import io.colonnade.storage.image.EncodedColumn;
import io.colonnade.storage.image.ImageBytes;
import io.colonnade.storage.image.ImageSegment;
import io.colonnade.storage.load.LoadRequest;
import io.colonnade.storage.load.SegmentWriter;
import io.colonnade.storage.verify.StoredSegment;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// The small segments of a node, whose images the metadata log carries: here they lie in accounted memory.
///
/// ```text
/// writer --image--> SegmentEntry.inline --one record, one fsync--> log      and into memory, for scans
/// open   <--------- SegmentEntry.inline <------------------------- log
/// ```
final class InlineSegments implements AutoCloseable {
    private static final int DIRECTORY_BYTES_MAX = 512;

    private final MemoryPool pool;
    private final StoredSegments segments;

    InlineSegments(MemoryPool pool, StoredSegments segments) {
        this.pool = pool;
        this.segments = segments;
    }

    /// What an image of a few rows has beside the values, about: minima and maxima, sizes and checksums.
    static long directoryBytesMax(TableDefinition table) {
        return 64 + (long) DIRECTORY_BYTES_MAX * table.columns().size();
    }

    SegmentWriter writer(long segmentId, LoadRequest request, int rowCount) {
        return new Writer(segmentId, request, rowCount);
    }

    /// Takes a segment that a snapshot lists.
    void recover(SegmentEntry segment) {
        check(segment);
        put(segment.id(), segment.inline());
    }

    private static void check(SegmentEntry segment) {
        if (ImageBytes.checksum(segment.inline()) != segment.imageChecksum()) {
            throw new EngineException(
                    ErrorCode.CORRUPT_DATA,
                    name(segment.id()) + " is damaged: its bytes in the metadata log do not match their checksum");
        }
    }

    private static String name(long segmentId) {
        return "segment " + segmentId;
    }

    /// The image of a segment as the metadata log carries it, in memory of `pool`.
    static StoredSegment stored(SegmentEntry segment, FileSystem files, MemoryPool pool) {
        return new StoredSegment(
                files,
                null,
                name(segment.id()),
                "its bytes are part of the metadata log: restore the database from a backup",
                () -> {
                    check(segment);
                    Buffer buffer = pool.allocate(segment.inline().length);
                    boolean done = false;
                    try {
                        MemorySegment memory = copy(segment.inline(), buffer);
                        ImageSegment image = ImageBytes.read(memory, name(segment.id()));
                        done = true;
                        return new StoredSegment.OpenImage(image, memory.byteSize(), buffer::close);
                    } finally {
                        if (!done) {
                            buffer.close();
                        }
                    }
                });
    }

    private static MemorySegment copy(byte[] image, Buffer buffer) {
        MemorySegment memory = buffer.segment().asSlice(0, image.length);
        MemorySegment.copy(image, 0, memory, Lanes.BYTE, 0, image.length);
        return memory;
    }

    private void put(long segmentId, byte[] image) {
        Buffer buffer = pool.allocate(image.length);
        boolean done = false;
        try {
            ImageSegment segment = ImageBytes.read(copy(image, buffer), name(segmentId));
            segments.put(segmentId, new StoredSegments.Opened(segment, buffer::close, () -> {}));
            done = true;
        } finally {
            if (!done) {
                buffer.close();
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /// Encodes in the memory of the load, then keeps the whole image.
    private final class Writer implements SegmentWriter {
        private final long segmentId;
        private final LoadRequest request;
        private final int rowCount;
        private final List<EncodedColumn> columns = new ArrayList<>();

        Writer(long segmentId, LoadRequest request, int rowCount) {
            this.segmentId = segmentId;
            this.request = request;
            this.rowCount = rowCount;
        }

        @Override
        public ColumnEntry column(ColumnDefinition definition, ColumnRows rows) {
            EncodedColumn column =
                    new ColumnEncoder(definition.id(), rows, request.cancelCheck()).encode(request.pool());
            columns.add(column);
            return column.entry();
        }

        @Override
        public Written finish() {
            byte[] image = ImageBytes.of(segmentId, rowCount, columns);
            put(segmentId, image);
            return new Written(segmentId, 0, 0, image.length, ImageBytes.checksum(image), image);
        }

        @Override
        public void close() {
            columns.forEach(EncodedColumn::close);
        }
    }
}
