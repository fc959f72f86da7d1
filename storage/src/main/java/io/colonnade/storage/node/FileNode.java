package io.colonnade.storage.node;

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
import io.colonnade.storage.orphan.SegmentFileName;
import io.colonnade.storage.segment.Damage;
import io.colonnade.storage.segment.SegmentHealth;
import io.colonnade.storage.segment.SegmentStore;
import io.colonnade.storage.verify.Check;
import io.colonnade.storage.verify.Fault;
import io.colonnade.storage.verify.ParquetSide;
import io.colonnade.storage.verify.SegmentCheck;
import io.colonnade.storage.verify.SegmentReport;
import io.colonnade.storage.verify.StoredSegment;
import io.colonnade.storage.verify.VerifyRequest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node whose segments are files: `ID.parquet`, the durable form, and `ID.image`, which scans map. Small ones are
/// no files: the metadata log carries their image ({@link InlineSegments}).
///
/// An image that is missing, of another version or damaged is made again from the Parquet file, and a damaged
/// one is set aside and reported: a disk that changes bytes is something its owner should hear of. A segment
/// whose Parquet file is damaged is red ({@link SegmentHealth}), and not read.
public final class FileNode implements NodeStorage, SegmentTarget, AutoCloseable {
    static final String PARQUET = ".parquet";
    static final String IMAGE = ".image";
    private static final String INLINE_ADVICE =
            "restore the database from a backup; or give the rows up: the table can be truncated or dropped";

    private final int node;
    private final FileSystem files;
    private final Path segmentDirectory;
    private final TemporaryFiles temporary;
    private final IdRange ids;
    private final IdentityNumbers identities;
    private final SegmentImages images;
    private final SegmentHealth health;
    private final StoredSegments segments;
    private final InlineSegments inline;
    /// Held while an image is made: a query and VERIFY may want the same.
    private final Object making = new Object();

    /// `images` makes images from Parquet files; `pool` holds the small segments that have no files, and is closed.
    public FileNode(
            int node,
            FileSystem files,
            Path directory,
            IdRange ids,
            IdentityNumbers identities,
            SegmentImages images,
            MemoryPool pool) {
        this.node = node;
        this.files = files;
        this.segmentDirectory = segments(directory);
        this.temporary = new TemporaryFiles(files, directory.resolve("temporary"));
        this.ids = ids;
        this.identities = identities;
        this.images = images;
        this.health = images.health();
        this.segments = new StoredSegments(this::openImage, health::checkReadable);
        this.inline = new InlineSegments(pool, segments);
    }

    /// Where the segments of the node in a directory lie.
    public static Path segments(Path directory) {
        return directory.resolve("segments");
    }

    /// Looks at the files of all segments and marks those that are damaged; answers the files that no
    /// snapshot lists. Nothing else runs on the directory.
    public List<Path> recover(List<SegmentEntry> listed) throws IOException {
        files.createDirectories(segmentDirectory);
        temporary.clear();
        Map<String, SegmentEntry> names = new HashMap<>();
        Map<Long, SegmentEntry> stored = new HashMap<>();
        for (SegmentEntry segment : listed) {
            if (segment.isInline()) {
                takeInline(segment);
            } else {
                check(segment);
                stored.put(segment.id(), segment);
                names.put(segment.id() + PARQUET, segment);
                names.put(segment.id() + IMAGE, segment);
            }
        }
        List<Path> unlisted = new ArrayList<>();
        for (Path file : files.list(segmentDirectory)) {
            if (names.containsKey(String.valueOf(file.getFileName()))) {
                continue;
            }
            SegmentEntry segment = SegmentFileName.of(file)
                    .filter(SegmentFileName::isSetAside)
                    .map(name -> stored.get(name.segmentId()))
                    .orElse(null);
            if (segment == null) {
                unlisted.add(file);
            } else {
                images.foundAside(segment, file);
            }
        }
        return unlisted;
    }

    /// Takes in a segment of another database, whose id nothing has here, before a commit lists it.
    public void adopt(SegmentEntry segment, Path from, FileCopies copies) {
        if (segment.isInline()) {
            inline.recover(segment);
        } else {
            copies.segment(segment, from, segmentDirectory);
        }
    }

    /// Makes the names of the files last.
    public void sync() throws IOException {
        files.syncDirectory(segmentDirectory);
    }

    private void takeInline(SegmentEntry segment) {
        try {
            inline.recover(segment);
        } catch (EngineException e) {
            if (e.code() != ErrorCode.CORRUPT_DATA) {
                throw e;
            }
            health.mark(Damage.State.RED, segment, "the metadata log", "is damaged: " + e.message(), INLINE_ADVICE);
        }
    }

    private void check(SegmentEntry segment) {
        Path parquet = path(segment.id(), PARQUET);
        String reason = null;
        try (FileChannel channel = files.open(parquet, StandardOpenOption.READ)) {
            if (channel.size() != segment.fileBytes()) {
                reason = "is damaged: it has " + channel.size() + " bytes, not " + segment.fileBytes();
            }
        } catch (NoSuchFileException e) {
            reason = "is missing";
        } catch (IOException e) {
            reason = "cannot be read: " + e.getMessage();
        }
        if (reason != null) {
            health.mark(Damage.State.RED, segment, parquet.toString(), reason, SegmentImages.PARQUET_ADVICE);
        }
    }

    private Path path(long segmentId, String suffix) {
        return segmentDirectory.resolve(segmentId + suffix);
    }

    private StoredSegments.Opened openImage(long segmentId) {
        MappedSegment segment = new MappedSegment(map(segmentId), new MappedSegment.Mender() {
            @Override
            public ImageFile mend(String reason) {
                return FileNode.this.mend(segmentId, reason);
            }

            @Override
            public void replace() {
                segments.reopen(segmentId);
            }
        });
        return new StoredSegments.Opened(segment, segment::close, () -> deleteFiles(segmentId));
    }

    private ImageFile map(long segmentId) {
        Path image = path(segmentId, IMAGE);
        try {
            makeMissing(segmentId, image);
            return mapCurrent(segmentId, image);
        } catch (EngineException e) {
            // Of a red segment neither file is of use.
            if (e.code() != ErrorCode.CORRUPT_DATA || health.isRed(segmentId)) {
                throw e;
            }
            return mend(segmentId, e.message());
        } catch (InternalError e) {
            return mend(segmentId, "it cannot be read: " + e.getMessage());
        } catch (IOException e) {
            if (!FileErrors.isDiskFailure(e)) {
                throw FileErrors.of(e, "open", image);
            }
            return mend(segmentId, "it cannot be read: " + e.getMessage());
        }
    }

    private void makeMissing(long segmentId, Path image) throws IOException {
        synchronized (making) {
            if (!files.exists(image) || !ImageFile.isCurrent(files, image)) {
                images.make(segmentId, path(segmentId, PARQUET), image);
            }
        }
    }

    private ImageFile mapCurrent(long segmentId, Path image) throws IOException {
        ImageFile file = ImageFile.open(files, image);
        if (file.segment().id() != segmentId) {
            long other = file.segment().id();
            file.close();
            throw new EngineException(ErrorCode.CORRUPT_DATA, image + " is damaged: it holds segment " + other);
        }
        return file;
    }

    private ImageFile mend(long segmentId, String reason) {
        Path image = path(segmentId, IMAGE);
        try {
            synchronized (making) {
                images.mend(segmentId, path(segmentId, PARQUET), image, reason);
            }
            return mapCurrent(segmentId, image);
        } catch (IOException e) {
            throw FileErrors.of(e, "make again", image);
        }
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
        SegmentEntry segment = request.segment();
        StoredSegment stored = segment.isInline()
                ? InlineSegments.stored(segment, files, request.pool())
                : new StoredSegment(
                        files,
                        path(segment.id(), PARQUET),
                        path(segment.id(), IMAGE).toString(),
                        "it is set aside and made again from " + segment.id() + PARQUET
                                + ", unless that is reported, too: look after the disk",
                        () -> unreadImage(segment.id()));
        SegmentReport report = new SegmentCheck(request, stored).run();
        remember(segment, report);
        return report;
    }

    /// Marks what was found, mends an image whose Parquet file is right, and clears the marks of what is
    /// right again.
    private void remember(SegmentEntry segment, SegmentReport report) {
        Optional<Fault> durable = fault(report, Check.PARQUET);
        Optional<Fault> image =
                fault(report, Check.IMAGE).or(() -> fault(report, Check.VALUES)).or(() -> fault(report, Check.ZONES));
        String file = segment.isInline()
                ? "the metadata log"
                : path(segment.id(), PARQUET).toString();
        if (segment.isInline() && image.isPresent()) {
            health.mark(Damage.State.RED, segment, file, "is damaged: " + reason(image.get(), file), INLINE_ADVICE);
        } else if (durable.isPresent()) {
            health.mark(
                    report.isWhole() ? Damage.State.YELLOW : Damage.State.RED,
                    segment,
                    file,
                    reason(durable.get(), file),
                    report.isWhole() ? ParquetSide.ADVICE : SegmentImages.PARQUET_ADVICE);
        } else {
            health.clear(segment.id(), file);
            if (image.isPresent()) {
                mendVerified(segment.id(), reason(image.get(), ""));
            } else if (!images.isSetAside(path(segment.id(), IMAGE))) {
                health.clear(segment.id());
            }
        }
    }

    /// What is wrong, without the name of the file in front and the advice behind.
    private static String reason(Fault fault, String file) {
        String text = fault.detail();
        int end = text.indexOf("; ");
        text = end < 0 ? text : text.substring(0, end);
        return text.startsWith(file + " ") ? text.substring(file.length() + 1) : text;
    }

    private static Optional<Fault> fault(SegmentReport report, Check check) {
        return report.faults().stream().filter(fault -> fault.check() == check).findFirst();
    }

    /// What cannot be mended now stays as it is, and queries tell.
    private void mendVerified(long segmentId, String reason) {
        try {
            mend(segmentId, reason).close();
            segments.reopen(segmentId);
        } catch (EngineException e) {
            if (e.code() == ErrorCode.CANCELLED || e.code() == ErrorCode.TIMEOUT) {
                throw e;
            }
        }
    }

    /// Maps an image anew; one that is missing or of another version is made first, as for a query.
    private StoredSegment.OpenImage unreadImage(long segmentId) throws IOException {
        Path image = path(segmentId, IMAGE);
        makeMissing(segmentId, image);
        ImageFile file = mapCurrent(segmentId, image);
        return new StoredSegment.OpenImage(file.segment(), file.bytes(), file::close);
    }

    @Override
    public void discard(List<SegmentEntry> discarded) {
        discarded.forEach(segment -> discard(segment.id()));
    }

    @Override
    public void discard(long segmentId) {
        health.clear(segmentId);
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
