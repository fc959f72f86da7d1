package io.colonnade.storage.orphan;

import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.segment.SegmentHealth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Decides what becomes of files in the segment folders that no snapshot lists, when a database is opened: the
/// lock is held, so whoever wrote them is gone, and nothing is staged.
///
/// ```text
/// 17.parquet       its id was set apart by the log, and the log is all there is: of a statement that did
///                  not commit, or of a segment that went                                        deleted
/// 17.parquet       the log was cut off, or is older than it once was, or than the file          kept, for good
/// 17.image.damaged set aside                                                                    kept
/// notes.txt        not ours                                                                     kept
/// ```
///
/// What is kept is told as yellow, and stays until its owner takes it away or the log lists it again; while
/// there is some, nothing else is deleted either.
public final class UnlistedFiles {
    private static final int NAMES_TOLD = 5;

    private final FileSystem files;
    private final Path directory;
    private final TreeMap<Integer, List<Path>> unlisted;

    /// `unlisted` are the files of each node; those that are set aside for a listed segment are not among them.
    public UnlistedFiles(FileSystem files, Path directory, TreeMap<Integer, List<Path>> unlisted) {
        this.files = files;
        this.directory = directory;
        this.unlisted = unlisted;
    }

    /// The greatest id of a segment that has a file here, or -1.
    public long lastSegmentId() {
        return unlisted.values().stream()
                .flatMap(List::stream)
                .map(SegmentFileName::of)
                .flatMap(Optional::stream)
                .mapToLong(SegmentFileName::segmentId)
                .max()
                .orElse(-1);
    }

    /// Deletes what may be deleted and notes the rest. `doubt` says why the log is not known to be the
    /// newest, or is empty if it is; then nothing is deleted, and what is kept is written down before this
    /// returns.
    public void settle(String doubt, SegmentHealth health) throws IOException {
        Set<String> known = KeptFiles.read(files, directory);
        // While something is kept, two logs may have gone different ways: none of them tells of all files.
        boolean keeps = !doubt.isEmpty() || KeptFiles.isAny(files, directory);
        Set<String> kept = new HashSet<>();
        for (int node : unlisted.keySet()) {
            for (Path file : unlisted.getOrDefault(node, List.of())) {
                Optional<SegmentFileName> name = SegmentFileName.of(file);
                boolean ours = name.isPresent() && !name.get().isSetAside();
                if (ours && keeps) {
                    kept.add(name(file));
                }
            }
        }
        if (known == null || !known.equals(kept)) {
            KeptFiles.write(files, directory, kept);
        }
        for (int node : unlisted.keySet()) {
            settle(node, unlisted.getOrDefault(node, List.of()), kept, doubt, health);
        }
    }

    private String name(Path file) {
        return directory.relativize(file).toString();
    }

    private void settle(int node, List<Path> all, Set<String> kept, String doubt, SegmentHealth health)
            throws IOException {
        List<Path> unknown =
                all.stream().filter(file -> kept.contains(name(file))).toList();
        if (!unknown.isEmpty()) {
            health.note(
                    node,
                    told(unknown),
                    (unknown.size() == 1 ? "is not listed" : "are not listed") + " by the metadata log, which "
                            + (doubt.isEmpty() ? "was older or cut off when they were found" : doubt),
                    "put the newest meta folder back if these rows are missed, or move the files away");
        }
        List<Path> others = all.stream()
                .filter(file -> SegmentFileName.of(file)
                        .map(SegmentFileName::isSetAside)
                        .orElse(true))
                .toList();
        if (!others.isEmpty()) {
            health.note(
                    node,
                    told(others),
                    others.size() == 1 ? "belongs to no segment" : "belong to no segment",
                    "the engine does not need it: move it away or delete it");
        }
        for (Path file : all) {
            if (!unknown.contains(file) && !others.contains(file)) {
                files.delete(file);
            }
        }
    }

    private static String told(List<Path> all) {
        StringBuilder text = new StringBuilder(String.valueOf(all.getFirst()));
        for (Path file : all.subList(1, Math.min(NAMES_TOLD, all.size()))) {
            text.append(", ").append(file.getFileName());
        }
        if (all.size() > NAMES_TOLD) {
            text.append(" and ").append(all.size() - NAMES_TOLD).append(" more");
        }
        return text.toString();
    }
}
