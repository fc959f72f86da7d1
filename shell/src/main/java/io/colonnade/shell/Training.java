package io.colonnade.shell;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Runs the shell as people do, for the archive of classes with which `./colonnade` starts: a database in
/// memory, one in a directory that is loaded and opened again, joins, groups, subqueries, windows, what
/// changes rows, an error.
///
/// The scripts are resources beside this class. The argument is a directory that it may make and deletes at
/// the end.
public final class Training {
    private Training() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        try {
            Shell.hasTerminal();
            String url = ShellArguments.DEFAULT_URL.replace("mem:", "file:" + directory.resolve("database"));
            Path rows = Files.createDirectories(directory).resolve("training-sale.csv");
            run(ShellArguments.DEFAULT_URL, "-c", "SELECT 1");
            run(url, "-c", script("load.sql").replace("$FILE", rows.toString()));
            run(url, "-c", script("query.sql"));
            run(url, "--format", "csv", "-c", "SELECT missing FROM sale");
            run(url, "--format", "json", "-c", "\\d sale");
        } finally {
            delete(directory);
        }
    }

    private static void run(String... arguments) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Shell.run(arguments, new ByteArrayInputStream(new byte[0]), nowhere, nowhere, false);
    }

    private static String script(String name) throws IOException {
        try (InputStream in = Training.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("there is no script " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
