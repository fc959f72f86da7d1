package io.colonnade.benchmarks.race;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/// Lets the operating system keep files, or forget what it keeps of those that no process has open.
final class PageCache {
    private static final int STEP_BYTES = 1 << 20;

    private PageCache() {}

    /// Reads all files of a directory once: what reads them next finds them in the page cache, if there is room.
    static void warm(Path directory) throws IOException {
        ByteBuffer step = ByteBuffer.allocateDirect(STEP_BYTES);
        try (Stream<Path> list = Files.list(directory)) {
            for (Path file : list.filter(Files::isRegularFile).toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                    while (channel.read(step.clear()) >= 0) {}
                }
            }
        }
    }

    /// All files below a path leave the page cache, after what was written to them reached the disk. Needs `dd` of
    /// GNU coreutils.
    static void evict(Path files) throws IOException, InterruptedException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(files)) {
            all = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : all) {
            Process dd = new ProcessBuilder(
                            "dd", "of=" + file, "oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none")
                    .inheritIO()
                    .start();
            if (dd.waitFor() != 0) {
                throw new IOException("dd could not evict " + file + " from the page cache");
            }
        }
    }
}
