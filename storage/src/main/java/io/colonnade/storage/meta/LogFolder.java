package io.colonnade.storage.meta;

import io.colonnade.core.system.FileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files of a metadata log in their folder: the latest snapshot, -1 if there is none, and the numbers of
/// the logs.
record LogFolder(Path directory, long snapshot, List<Long> logs) {
    private static final String LOG = "log-";
    private static final String SNAPSHOT = "snapshot-";

    LogFolder {
        logs = List.copyOf(logs);
    }

    static LogFolder in(FileSystem files, Path directory) throws IOException {
        long snapshot = -1;
        List<Long> logs = new ArrayList<>();
        for (Path file : files.list(directory)) {
            snapshot = Math.max(snapshot, number(file, SNAPSHOT));
            if (number(file, LOG) >= 0) {
                logs.add(number(file, LOG));
            }
        }
        return new LogFolder(directory, snapshot, logs);
    }

    static Path log(Path directory, long number) {
        return directory.resolve(LOG + number);
    }

    static Path snapshot(Path directory, long number) {
        return directory.resolve(SNAPSHOT + number);
    }

    /// Deletes all files whose number is below `number`.
    static void deleteBefore(FileSystem files, Path directory, long number) throws IOException {
        for (Path file : files.list(directory)) {
            long found = Math.max(number(file, LOG), number(file, SNAPSHOT));
            if (found >= 0 && found < number) {
                files.delete(file);
            }
        }
    }

    /// The number in a file's name, -1 if it is not one of the log.
    private static long number(Path file, String prefix) {
        String name = String.valueOf(file.getFileName());
        String digits = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
    }

    /// The number of the log to read.
    long sequence() {
        return Math.max(0, snapshot);
    }

    /// The log to read.
    Path log() {
        return log(directory, sequence());
    }

    /// The state before the first command of the log.
    MetaState state(FileSystem files, int nodeCount) throws IOException {
        return snapshot < 0 ? MetaState.empty(nodeCount) : SnapshotFile.read(files, snapshot(directory, snapshot));
    }

    /// False if the log of the snapshot was not made yet; then the log before it is still there.
    boolean hasLog() {
        if (logs.contains(sequence())) {
            return true;
        }
        if (logs.stream().noneMatch(log -> log < sequence())) {
            throw LogBytes.corrupt(log(), "it is missing");
        }
        return false;
    }
}
