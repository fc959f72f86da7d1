package io.colonnade.storage.node;

import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.file.FileErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// Names of temporary files below one directory, made when the first is wanted.
final class TemporaryFiles {
    private final FileSystem files;
    private final Path directory;
    private final AtomicLong next = new AtomicLong();
    private boolean made;

    TemporaryFiles(FileSystem files, Path directory) {
        this.files = files;
        this.directory = directory;
    }

    synchronized Path create() {
        if (!made) {
            try {
                files.createDirectories(directory);
            } catch (IOException e) {
                throw FileErrors.of(e, "create", directory);
            }
            made = true;
        }
        return directory.resolve(next.getAndIncrement() + ".run");
    }

    /// Deletes what was left; the directory goes too.
    synchronized void clear() throws IOException {
        for (Path file : files.list(directory)) {
            files.delete(file);
        }
        files.delete(directory);
        made = false;
    }
}
