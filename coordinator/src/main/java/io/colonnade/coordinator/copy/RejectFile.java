package io.colonnade.coordinator.copy;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.RejectedRow;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.file.FileErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the bad rows of a COPY go: a CSV file that is new, whole and synced when the statement ends, and is not there
/// when it fails or had none.
///
/// ```text
/// file,line,column,sqlstate,message,row
/// "/data/x.csv",3,"id","22P02","'a' is not an INTEGER","a,first"
/// ```
///
/// Rows come in the order of the files' names and of their lines.
public final class RejectFile {
    private static final String HEADER = "file,line,column,sqlstate,message,row\n";
    private static final int NAMES_TRIED = 1000;

    private final FileSystem files;
    private final Path path;
    private boolean written;

    private RejectFile(FileSystem files, Path path) {
        this.files = files;
        this.path = path;
    }

    /// The file of this name, or `FILE.rejected` beside the first file that is loaded, with a number behind it if
    /// that is there. *Errors*: DUPLICATE_OBJECT if a file of the name is there.
    public static RejectFile of(FileSystem files, Path workingDirectory, @Nullable String name, Path firstSource) {
        if (name != null) {
            Path path = workingDirectory.toAbsolutePath().resolve(name).normalize();
            if (files.exists(path)) {
                throw isThere(path, null);
            }
            return new RejectFile(files, path);
        }
        Path path = firstSource.resolveSibling(firstSource.getFileName() + ".rejected");
        for (int i = 2; files.exists(path) && i < NAMES_TRIED; i++) {
            path = firstSource.resolveSibling(firstSource.getFileName() + ".rejected-" + i);
        }
        return new RejectFile(files, path);
    }

    private static EngineException isThere(Path path, @Nullable IOException cause) {
        return new EngineException(
                ErrorCode.DUPLICATE_OBJECT,
                "the file " + path + " for bad rows is there already",
                null,
                "move it away or give another name by REJECTS",
                cause);
    }

    /// Writes and syncs the rows; no rows, no file.
    public void write(List<RejectedRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        List<RejectedRow> sorted = rows.stream()
                .sorted(Comparator.comparing(RejectedRow::file).thenComparingLong(RejectedRow::line))
                .toList();
        StringBuilder text = new StringBuilder(HEADER);
        sorted.forEach(row -> append(text, row));
        try (FileChannel channel = files.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            written = true;
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw isThere(path, e);
        } catch (IOException e) {
            discard();
            throw FileErrors.of(e, "write bad rows to", path);
        }
    }

    private static void append(StringBuilder text, RejectedRow row) {
        quote(text, row.file());
        text.append(',').append(row.line()).append(',');
        if (row.column() != null) {
            quote(text, row.column());
        }
        text.append(',');
        quote(text, row.sqlState());
        text.append(',');
        quote(text, row.message());
        text.append(',');
        quote(text, row.text());
        text.append('\n');
    }

    private static void quote(StringBuilder text, String value) {
        text.append('"').append(value.replace("\"", "\"\"")).append('"');
    }

    /// Takes the file away again, since the statement failed.
    public void discard() {
        if (!written) {
            return;
        }
        written = false;
        try {
            files.delete(path);
        } catch (IOException e) {
            // The statement fails for a reason of its own; a file of its bad rows does no harm.
        }
    }

    /// What the user is told, if any rows were left out.
    public List<String> warnings(int rejected) {
        return rejected == 0
                ? List.of()
                : List.of((rejected == 1 ? "1 bad row was" : rejected + " bad rows were") + " left out; see " + path);
    }
}
