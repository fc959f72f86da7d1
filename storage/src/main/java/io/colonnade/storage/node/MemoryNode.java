package io.colonnade.storage.node;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.file.FileErrors;
import io.colonnade.storage.image.ColumnEncoder;
import io.colonnade.storage.image.ColumnEntry;
import io.colonnade.storage.image.ColumnRows;
import io.colonnade.storage.image.EncodedColumn;
import io.colonnade.storage.image.ImageDirectory;
import io.colonnade.storage.image.ImageSegment;
import io.colonnade.storage.load.LoadRequest;
import io.colonnade.storage.load.LoadSession;
import io.colonnade.storage.load.MergedSegment;
import io.colonnade.storage.load.SegmentMerge;
import io.colonnade.storage.load.SegmentTarget;
import io.colonnade.storage.load.SegmentWriter;
import io.colonnade.storage.load.TableLoad;
import io.colonnade.storage.segment.SegmentLease;
import io.colonnade.storage.segment.SegmentStore;
import io.colonnade.storage.verify.SegmentCheck;
import io.colonnade.storage.verify.SegmentReport;
import io.colonnade.storage.verify.StoredSegment;
import io.colonnade.storage.verify.VerifyRequest;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A node whose segments are images in accounted memory.
public final class MemoryNode implements NodeStorage, SegmentTarget, AutoCloseable {
    private final int node;
    private final MemoryPool pool;
    private final IdRange ids;
    private final IdentityNumbers identities;
    private final FileSystem files;
    private final TemporaryFiles temporary;
    private final Path temporaryDirectory;
    private final StoredSegments segments = new StoredSegments(StoredSegments::missing, id -> {});

    public MemoryNode(
            int node,
            MemoryPool pool,
            IdRange ids,
            IdentityNumbers identities,
            FileSystem files,
            Path temporaryDirectory) {
        this.node = node;
        this.pool = pool;
        this.ids = ids;
        this.identities = identities;
        this.files = files;
        this.temporaryDirectory = temporaryDirectory;
        this.temporary = new TemporaryFiles(files, temporaryDirectory);
    }

    @Override
    public int node() {
        return node;
    }

    @Override
    public IdentityNumbers identities() {
        return identities;
    }

    @Override
    public SegmentStore segments() {
        return segments;
    }

    @Override
    public LoadSession load(LoadRequest request) {
        return new TableLoad(request, this);
    }

    @Override
    public MergedSegment merge(
            TableDefinition table, List<SegmentEntry> inputs, MemoryPool mergePool, Runnable cancelCheck) {
        return new SegmentMerge(table, this, mergePool, cancelCheck).run(segments, inputs);
    }

    @Override
    public SegmentReport verify(VerifyRequest request) {
        long segmentId = request.segment().id();
        StoredSegment stored = new StoredSegment(
                files,
                null,
                "segment " + segmentId,
                "the machine's memory may be faulty: copy the table's other rows out, and load it anew",
                () -> {
                    SegmentLease lease = segments.open(segmentId);
                    ImageSegment image = ((ImageSegment) lease.segment()).unread();
                    return new StoredSegment.OpenImage(image, image.bytes(), lease::close);
                });
        return new SegmentCheck(request, stored).run();
    }

    @Override
    public void discard(List<SegmentEntry> discarded) {
        discarded.forEach(segment -> discard(segment.id()));
    }

    @Override
    public void discard(long segmentId) {
        segments.remove(segmentId, () -> {});
    }

    @Override
    public FileSystem files() {
        return files;
    }

    @Override
    public Path temporaryFile() {
        return temporary.create();
    }

    @Override
    public SegmentWriter create(LoadRequest request, int rowCount, long flatBytes) {
        return new Writer(ids.next(), rowCount, request.cancelCheck());
    }

    @Override
    public void close() {
        segments.close();
        pool.close();
        try {
            temporary.clear();
        } catch (IOException e) {
            throw FileErrors.of(e, "delete", temporaryDirectory);
        }
    }

    /// Keeps the encoded columns as they come.
    private final class Writer implements SegmentWriter {
        private final long segmentId;
        private final int rowCount;
        private final Runnable cancelCheck;
        private final List<EncodedColumn> columns = new ArrayList<>();
        private boolean finished;

        Writer(long segmentId, int rowCount, Runnable cancelCheck) {
            this.segmentId = segmentId;
            this.rowCount = rowCount;
            this.cancelCheck = cancelCheck;
        }

        @Override
        public ColumnEntry column(ColumnDefinition definition, ColumnRows rows) {
            EncodedColumn column = new ColumnEncoder(definition.id(), rows, cancelCheck).encode(pool);
            columns.add(column);
            return column.entry();
        }

        @Override
        public Written finish() {
            List<ColumnEntry> entries =
                    columns.stream().map(EncodedColumn::entry).toList();
            List<MemorySegment> regions =
                    columns.stream().map(EncodedColumn::bytes).toList();
            ImageDirectory directory = new ImageDirectory(segmentId, rowCount, entries);
            ImageSegment segment = new ImageSegment(directory, regions, false, "segment " + segmentId);
            List<EncodedColumn> owned = List.copyOf(columns);
            segments.put(
                    segmentId, new StoredSegments.Opened(segment, () -> owned.forEach(EncodedColumn::close), () -> {}));
            finished = true;
            long bytes = entries.stream().mapToLong(ColumnEntry::bytes).sum();
            return new Written(segmentId, 0, 0, bytes, 0, new byte[0]);
        }

        @Override
        public void close() {
            if (!finished) {
                columns.forEach(EncodedColumn::close);
            }
        }
    }
}
