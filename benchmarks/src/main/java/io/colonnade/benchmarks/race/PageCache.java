package io.colonnade.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Lets the operating system forget what it keeps of files that no process has open.
final class PageCache {
    private PageCache() {}

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
