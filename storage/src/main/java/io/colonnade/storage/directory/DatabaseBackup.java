package io.colonnade.storage.directory;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.file.FileErrors;
import io.colonnade.storage.meta.LogFile;
import io.colonnade.storage.node.CopyReport;
import io.colonnade.storage.node.FileCopies;
import io.colonnade.storage.node.FileNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/// Makes a directory a database of its own that holds what a pinned snapshot of another one lists.
///
/// ```text
/// colonnade.incomplete -> files of segments, folders -> metadata log -> colonnade.database -> incomplete goes
///                 each step lasts before the next begins; whatever fails takes all of it away
/// ```
///
/// So a directory with a manifest is a whole backup, and one with the mark but without a manifest is known to
/// be none. *Threads*: one; the database goes on meanwhile.
final class DatabaseBackup {
    private static final String INCOMPLETE = "colonnade.incomplete";
    private static final String NOTE =
            "A backup is being written here, or was interrupted. Without colonnade.database it is not complete.\n";

    private final FileSystem files;
    private final Path target;
    private final List<Path> made = new ArrayList<>();

    DatabaseBackup(FileSystem files, Path target) {
        this.files = files;
        this.target = target;
    }

    /// Whether a directory has a backup that was never finished.
    static boolean isIncomplete(FileSystem files, Path directory) {
        return files.exists(directory.resolve(INCOMPLETE));
    }

    static EngineException incomplete(Path directory) {
        return new EngineException(
                ErrorCode.CORRUPT_DATA,
                directory + " holds a backup that was interrupted before it was complete",
                null,
                "remove the directory and run BACKUP again",
                null);
    }

    /// `manifest` is that of the backup. *Errors*: DUPLICATE_OBJECT if the directory is not empty,
    /// INVALID_PARAMETER if it lies within the database, those of {@link FileCopies}.
    CopyReport write(Path database, CatalogSnapshot snapshot, Manifest manifest, FileCopies copies) {
        boolean done = false;
        try {
            checkTarget(database);
            createDirectories(target);
            mark();
            for (int node = 0; node < manifest.nodeCount(); node++) {
                node(node, snapshot, database, copies);
            }
            LogFile.create(files, created(target.resolve(FileDatabase.META)), snapshot);
            files.syncDirectory(target);
            manifest.write(files, target);
            files.delete(target.resolve(INCOMPLETE));
            files.syncDirectory(target);
            done = true;
        } catch (IOException e) {
            throw FileErrors.of(e, "write the backup in", target);
        } finally {
            if (!done) {
                undo();
            }
        }
        return copies.report(snapshot.version(), manifest.takenMillis());
    }

    private void checkTarget(Path database) throws IOException {
        Path missing = Path.of("");
        Path there = target;
        while (!files.exists(there)) {
            missing = there.getFileName().resolve(missing);
            there = Objects.requireNonNull(there.getParent());
        }
        if (!files.isDirectory(there)) {
            throw new EngineException(ErrorCode.INVALID_PARAMETER, there + " is a file, not a directory");
        }
        if (there.toRealPath().resolve(missing).startsWith(database.toRealPath())) {
            throw new EngineException(
                    ErrorCode.INVALID_PARAMETER,
                    target + " lies in the directory of the database itself",
                    null,
                    "give a directory elsewhere, best of all on another disk",
                    null);
        }
        if (!files.list(target).isEmpty()) {
            throw notEmpty();
        }
    }

    private EngineException notEmpty() {
        String what = isIncomplete(files, target)
                ? " holds a backup that was interrupted or is being written"
                : files.exists(target.resolve(Manifest.NAME)) ? " holds a database already" : " is not empty";
        return new EngineException(
                ErrorCode.DUPLICATE_OBJECT, target + what, null, "give a directory that is new or empty", null);
    }

    /// Whoever makes the mark has the directory; two backups never write into one.
    private void mark() throws IOException {
        Path mark = target.resolve(INCOMPLETE);
        try (FileChannel channel = files.open(mark, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            made.add(mark);
            ByteBuffer note = ByteBuffer.wrap(NOTE.getBytes(StandardCharsets.UTF_8));
            while (note.hasRemaining()) {
                channel.write(note);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw notEmpty();
        }
        files.syncDirectory(target);
    }

    private void node(int node, CatalogSnapshot snapshot, Path database, FileCopies copies) throws IOException {
        Path from = FileNode.segments(FileDatabase.node(database, node));
        Path to = FileNode.segments(created(FileDatabase.node(target, node)));
        createDirectories(created(to));
        for (TableDefinition table : snapshot.tables()) {
            for (SegmentEntry segment : snapshot.segments(table.id())) {
                if (segment.node() == node && !segment.isInline()) {
                    copies.segment(segment, from, to);
                }
            }
        }
        files.syncDirectory(to);
        files.syncDirectory(FileDatabase.node(target, node));
    }

    private Path created(Path directory) {
        made.add(directory);
        return directory;
    }

    /// Makes a directory whose name lasts, with those above it.
    private void createDirectories(Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = directory; !files.exists(at); at = Objects.requireNonNull(at.getParent())) {
            missing.push(at);
        }
        for (Path path : missing) {
            files.createDirectories(path);
            created(path);
            files.syncDirectory(Objects.requireNonNull(path.getParent()));
        }
    }

    /// The manifest goes first, the mark last, so that what is left if this fails too is known to be incomplete.
    private void undo() {
        Path mark = target.resolve(INCOMPLETE);
        try {
            if (made.contains(mark)) {
                deleteFiles(target, mark);
                files.syncDirectory(target);
            }
            for (Path path : made.reversed()) {
                if (!path.equals(target)) {
                    deleteFiles(path, mark);
                }
                files.delete(path);
            }
        } catch (IOException e) {
            // The mark is there, or directories that are empty; the reason of the failure is told by itself.
        }
    }

    private void deleteFiles(Path directory, Path except) throws IOException {
        for (Path file : files.list(directory)) {
            if (!files.isDirectory(file) && !file.equals(except)) {
                files.delete(file);
            }
        }
    }
}
