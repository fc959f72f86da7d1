package io.colonnade.sample.file;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// A directory of generated files, complete and described by its manifest.
///
/// ```
/// ssb-scale1-seed42-csv/  customer.0001.csv  lineorder.0001.csv .. lineorder.0006.csv  manifest.properties
/// ```
///
/// @param path the directory
/// @param format how its files are written
/// @param contents what was asked for: schema, scale, seed, format and version of the generator
/// @param byteCount size of all data files
/// @param rowCounts rows of each table
public record DataFolder(Path path, FileFormat format, String contents, long byteCount, Map<String, Long> rowCounts) {

    static final String MANIFEST = "manifest.properties";

    private static final String CONTENTS_KEY = "contents";
    private static final String BYTES_KEY = "bytes";
    private static final String ROWS_KEY = "rows.";

    public DataFolder {
        rowCounts = Map.copyOf(rowCounts);
    }

    /// A pattern that matches all files of `table`, as an absolute path.
    public String glob(String table) {
        return path.toAbsolutePath()
                .normalize()
                .resolve(table + ".*." + format.extension())
                .toString();
    }

    /// The statement that loads `table` from here.
    public String copyStatement(String table) {
        return "COPY " + table + " FROM '" + glob(table).replace("'", "''") + "' (" + format.copyOptions() + ")";
    }

    public long rowCount(String table) {
        Long count = rowCounts.get(table);
        if (count == null) {
            throw new IllegalArgumentException(path + " has no table " + table);
        }
        return count;
    }

    static String fileName(String table, int number, FileFormat format) {
        return String.format(Locale.ROOT, "%s.%04d.%s", table, number, format.extension());
    }

    /// The folder at `path`, if it holds exactly `contents` and all its bytes.
    static Optional<DataFolder> open(Path path, FileFormat format, String contents) throws IOException {
        Path manifest = path.resolve(MANIFEST);
        if (!Files.isRegularFile(manifest)) {
            return Optional.empty();
        }
        Properties entries = new Properties();
        try (Reader reader = Files.newBufferedReader(manifest)) {
            entries.load(reader);
        }
        long byteCount = byteCount(path);
        if (!contents.equals(entries.getProperty(CONTENTS_KEY))
                || !Long.toString(byteCount).equals(entries.getProperty(BYTES_KEY))) {
            return Optional.empty();
        }
        Map<String, Long> rowCounts = new LinkedHashMap<>();
        for (String key : entries.stringPropertyNames()) {
            if (key.startsWith(ROWS_KEY)) {
                rowCounts.put(key.substring(ROWS_KEY.length()), Long.valueOf(entries.getProperty(key)));
            }
        }
        return Optional.of(new DataFolder(path, format, contents, byteCount, rowCounts));
    }

    /// Size of all files in `directory`, the manifest left out.
    static long byteCount(Path directory) throws IOException {
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                bytes += file.endsWith(MANIFEST) ? 0 : Files.size(file);
            }
        }
        return bytes;
    }

    void writeManifest(Path directory) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(CONTENTS_KEY).append('=').append(contents).append('\n');
        text.append(BYTES_KEY).append('=').append(byteCount).append('\n');
        rowCounts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> text.append(ROWS_KEY)
                        .append(entry.getKey())
                        .append('=')
                        .append(entry.getValue())
                        .append('\n'));
        Files.writeString(directory.resolve(MANIFEST), text, StandardCharsets.UTF_8);
    }
}
