package io.colonnade.sample.file;

import io.colonnade.sample.table.SampleTable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// Makes a [DataFolder], or finds that it is there already.
///
/// 1. a folder with a manifest of the same contents is returned as it is;
/// 2. otherwise each file is written by one thread into a directory beside it, `NAME.partial-PID`;
/// 3. with the manifest as the last file in it, that directory is renamed to its final name.
///
/// An interrupted run therefore leaves nothing that a later one takes for complete. Which units go to which file
/// depends
/// on the table alone, so the bytes are the same for any number of threads.
///
/// @param threads how many files are written at once
/// @param onFile told the table and the rows of each finished file, from the writing threads
public record FolderWriter(int threads, BiConsumer<String, Long> onFile) {

    /// Part of every manifest; goes up when a change makes other bytes.
    private static final int GENERATOR_VERSION = 1;

    private static final String PARTIAL = ".partial-";

    public FolderWriter {
        if (threads < 1) {
            throw new IllegalArgumentException("files are written by one thread at least, not " + threads);
        }
    }

    /// Generates `tables` into `path`, unless it holds them.
    ///
    /// @param name what the tables are, by scale and seed: `ssb scale 1 seed 42`
    public DataFolder prepare(Path path, String name, List<SampleTable> tables, FileFormat format)
            throws IOException, InterruptedException {
        String contents = name + ", " + format + ", generator " + GENERATOR_VERSION;
        Optional<DataFolder> present = DataFolder.open(path, format, contents);
        if (present.isPresent()) {
            return present.get();
        }
        if (Files.exists(path) && !Files.exists(path.resolve(DataFolder.MANIFEST)) && !isEmpty(path)) {
            throw new FileSystemException(
                    path.toString(), null, "holds other files; name a directory that is empty or absent");
        }
        Path absolute = path.toAbsolutePath().normalize();
        deletePartialsOfTheDead(absolute);
        Path partial = absolute.resolveSibling(
                absolute.getFileName() + PARTIAL + ProcessHandle.current().pid());
        Files.createDirectories(partial);
        try {
            Map<String, Long> rowCounts = writeFiles(partial, tables, format);
            DataFolder folder = new DataFolder(absolute, format, contents, DataFolder.byteCount(partial), rowCounts);
            folder.writeManifest(partial);
            deleteTree(absolute);
            Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
            return folder;
        } catch (FileSystemException failure) {
            // Another process may have finished the same folder in the meantime.
            return DataFolder.open(path, format, contents).orElseThrow(() -> failure);
        } finally {
            deleteTree(partial);
        }
    }

    private Map<String, Long> writeFiles(Path directory, List<SampleTable> tables, FileFormat format)
            throws IOException, InterruptedException {
        Map<String, Long> rowCounts = new LinkedHashMap<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<FileRows>> files = new ArrayList<>();
            // The biggest tables first: their files are what the threads should not wait for at the end.
            List<SampleTable> order = tables.stream()
                    .sorted(Comparator.comparingLong(SampleTable::units).reversed())
                    .toList();
            for (SampleTable table : order) {
                for (int number = 0; number < table.fileCount(); number++) {
                    int index = number;
                    files.add(pool.submit(() -> writeFile(directory, table, index, format)));
                }
            }
            try {
                for (Future<FileRows> file : files) {
                    FileRows rows = file.get();
                    rowCounts.merge(rows.table(), rows.count(), Long::sum);
                }
            } catch (ExecutionException failure) {
                pool.shutdownNow();
                throw unwrapped(failure);
            } catch (InterruptedException stop) {
                pool.shutdownNow();
                throw stop;
            }
        }
        return rowCounts;
    }

    private FileRows writeFile(Path directory, SampleTable table, int number, FileFormat format) throws IOException {
        long from = number * table.unitsPerFile();
        long to = Math.min(table.units(), from + table.unitsPerFile());
        Path file = directory.resolve(DataFolder.fileName(table.name(), number + 1, format));
        try (FileSink sink = FileSink.open(file, table, format)) {
            table.rows().generate(from, to, sink);
            sink.finish();
            onFile.accept(table.name(), sink.rowCount());
            return new FileRows(table.name(), sink.rowCount());
        }
    }

    private record FileRows(String table, long count) {}

    private static IOException unwrapped(ExecutionException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof IOException io) {
            return io;
        }
        if (cause instanceof RuntimeException fault) {
            throw fault;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IOException("a file could not be generated", cause);
    }

    /// Removes what runs left behind that were killed, and what this process left behind itself.
    private static void deletePartialsOfTheDead(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return;
        }
        String prefix = folder.getFileName() + PARTIAL;
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(parent)) {
            for (Path sibling : siblings) {
                String name = sibling.getFileName().toString();
                if (!name.startsWith(prefix) || !name.substring(prefix.length()).matches("\\d{1,18}")) {
                    continue;
                }
                long process = Long.parseLong(name.substring(prefix.length()));
                if (process == ProcessHandle.current().pid()
                        || ProcessHandle.of(process).isEmpty()) {
                    deleteTree(sibling);
                }
            }
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(directory)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        }
    }
}
