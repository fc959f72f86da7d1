package io.colonnade.storage.directory;

import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.file.FileErrors;
import io.colonnade.storage.image.ImageFile;
import io.colonnade.storage.load.LoadRequest;
import io.colonnade.storage.load.LoadSession;
import io.colonnade.storage.load.MergedSegment;
import io.colonnade.storage.load.SegmentMerge;
import io.colonnade.storage.load.SegmentTarget;
import io.colonnade.storage.load.SegmentWriter;
import io.colonnade.storage.load.TableLoad;
import io.colonnade.storage.segment.SegmentStore;
import io.colonnade.storage.verify.SegmentCheck;
import io.colonnade.storage.verify.SegmentReport;
import io.colonnade.storage.verify.StoredSegment;
import io.colonnade.storage.verify.VerifyRequest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A node whose segments are files: `ID.parquet`, the durable form, and `ID.image`, which scans map. Small ones are
/// no files: the metadata log carries their image ({@link InlineSegments}).
///
/// An image that is missing or of another version is made again from the Parquet file. One that is damaged is an
/// error that names it: a disk that changes bytes is something its owner should hear of.
final class FileNode implements NodeStorage, SegmentTarget, AutoCloseable {
    static final String PARQUET = ".parquet";
    static final String IMAGE = ".image";

    private final int node;
    private final FileSystem files;
    private final Path segmentDirectory;
    private final TemporaryFiles temporary;
    private final IdRange ids;
    private final ImageMaker images;
    private final StoredSegments segments = new StoredSegments(this::openImage);
    private final InlineSegments inline;

    /// `images` makes images from Parquet files; `pool` holds the small segments that have no files, and is closed.
    FileNode(int node, FileSystem files, Path directory, IdRange ids, ImageMaker images, MemoryPool pool) {
        this.node = node;
        this.files = files;
        this.segmentDirectory = segments(directory);
        this.temporary = new TemporaryFiles(files, directory.resolve("temporary"));
        this.ids = ids;
        this.images = images;
        this.inline = new InlineSegments(pool, segments);
    }

    /// Where the segments of the node in a directory lie.
    static Path segments(Path directory) {
        return directory.resolve("segments");
    }

    /// Makes the image of a segment from its Parquet file.
    interface ImageMaker {
        void make(long segmentId, Path parquet, Path image) throws IOException;
    }

    /// Makes what is missing and deletes what no snapshot lists: nothing else runs on the directory.
    void recover(List<SegmentEntry> listed) throws IOException {
        files.createDirectories(segmentDirectory);
        temporary.clear();
        Set<String> known = new HashSet<>();
        for (SegmentEntry segment : listed) {
            check(segment);
            known.add(segment.id() + PARQUET);
            known.add(segment.id() + IMAGE);
        }
        for (Path file : files.list(segmentDirectory)) {
            if (!known.contains(file.getFileName().toString())) {
                files.delete(file);
            }
        }
    }

    /// Takes in a segment of another database, whose id nothing has here, before a commit lists it.
    void adopt(SegmentEntry segment, Path from, FileCopies copies) {
        if (segment.isInline()) {
            inline.recover(segment);
        } else {
            copies.segment(segment, from, segmentDirectory);
        }
    }

    /// Makes the names of the files last.
    void sync() throws IOException {
        files.syncDirectory(segmentDirectory);
    }

    private void check(SegmentEntry segment) throws IOException {
        if (segment.isInline()) {
            inline.recover(segment);
            return;
        }
        Path parquet = path(segment.id(), PARQUET);
        if (!files.exists(parquet)) {
            throw new EngineException(ErrorCode.CORRUPT_DATA, parquet + " is missing");
        }
        try (FileChannel channel = files.open(parquet, StandardOpenOption.READ)) {
            if (channel.size() != segment.fileBytes()) {
                throw new EngineException(
                        ErrorCode.CORRUPT_DATA,
                        parquet + " is damaged: it has " + channel.size() + " bytes, not " + segment.fileBytes());
            }
        }
    }

    private Path path(long segmentId, String suffix) {
        return segmentDirectory.resolve(segmentId + suffix);
    }

    private StoredSegments.Opened openImage(long segmentId) {
        Path image = path(segmentId, IMAGE);
        try {
            if (!files.exists(image) || !ImageFile.isCurrent(files, image)) {
                images.make(segmentId, path(segmentId, PARQUET), image);
            }
            ImageFile file = ImageFile.open(files, image);
            if (file.segment().id() != segmentId) {
                long other = file.segment().id();
                file.close();
                throw new EngineException(ErrorCode.CORRUPT_DATA, image + " is damaged: it holds segment " + other);
            }
            return new StoredSegments.Opened(file.segment(), file::close, () -> deleteFiles(segmentId));
        } catch (IOException e) {
            throw FileErrors.of(e, "open", image);
        }
    }

    @Override
    public int node() {
        return node;
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
        SegmentEntry segment = request.segment();
        StoredSegment stored = segment.isInline()
                ? InlineSegments.stored(segment, files, request.pool())
                : new StoredSegment(
                        files,
                        path(segment.id(), PARQUET),
                        path(segment.id(), IMAGE).toString(),
                        "close the database and delete the image: it is made again from " + segment.id() + PARQUET
                                + ", unless that is reported, too",
                        () -> unreadImage(segment.id()));
        return new SegmentCheck(request, stored).run();
    }

    /// Maps an image anew; one that is missing or of another version is made first, as for a query.
    private StoredSegment.OpenImage unreadImage(long segmentId) throws IOException {
        Path image = path(segmentId, IMAGE);
        if (!files.exists(image) || !ImageFile.isCurrent(files, image)) {
            segments.open(segmentId).close();
        }
        ImageFile file = ImageFile.open(files, image);
        if (file.segment().id() != segmentId) {
            long other = file.segment().id();
            file.close();
            throw new EngineException(ErrorCode.CORRUPT_DATA, image + " is damaged: it holds segment " + other);
        }
        return new StoredSegment.OpenImage(file.segment(), file.bytes(), file::close);
    }

    @Override
    public void discard(List<SegmentEntry> discarded) {
        discarded.forEach(segment -> discard(segment.id()));
    }

    @Override
    public void discard(long segmentId) {
        segments.remove(segmentId, () -> deleteFiles(segmentId));
    }

    /// Files that cannot be deleted now are deleted when the database is opened next.
    private void deleteFiles(long segmentId) {
        deleteQuietly(path(segmentId, IMAGE));
        deleteQuietly(path(segmentId, PARQUET));
    }

    private void deleteQuietly(Path file) {
        try {
            files.delete(file);
        } catch (IOException e) {
            // See deleteFiles.
        }
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
        long segmentId = ids.next();
        if (flatBytes <= INLINE_BYTES - InlineSegments.directoryBytesMax(request.table())) {
            return inline.writer(segmentId, request, rowCount);
        }
        Path parquet = path(segmentId, PARQUET);
        try {
            return new FileWriter(
                    files, segmentId, request, rowCount, path(segmentId, IMAGE), parquet, () -> deleteFiles(segmentId));
        } catch (IOException e) {
            deleteFiles(segmentId);
            throw FileErrors.of(e, "create", parquet);
        }
    }

    @Override
    public void close() {
        segments.close();
        inline.close();
    }
}
