package io.colonnade.storage.ingest.rows;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.RejectedRow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decides whether a bad row is left out or ends the load: so many may be left out, and so many bytes of them are
/// kept until the statement ends.
///
/// *Thread safety*: any thread.
public final class Rejections {
    /// A task's report holds them all and crosses the network as one message of at most 16 MB.
    private static final long BYTES_MAX = 8L << 20;

    private final long rowsMax;
    private final Consumer<RejectedRow> rows;
    private final @Nullable RowCheck check;
    private long count;
    private long bytes;

    /// Hands rows that are left out to `rows`, one at a time.
    public Rejections(long rowsMax, Consumer<RejectedRow> rows) {
        this(rowsMax, rows, null);
    }

    /// The same if rows that can be read are to pass a check, too; CSV and JSON files only.
    public Rejections(long rowsMax, Consumer<RejectedRow> rows, @Nullable RowCheck check) {
        this.rowsMax = rowsMax;
        this.rows = rows;
        this.check = check;
    }

    /// Every bad row ends the load.
    public static Rejections none() {
        return new Rejections(0, row -> {});
    }

    /// Whether a bad row may be left out at all.
    public boolean areAllowed() {
        return rowsMax > 0;
    }

    /// What rows that can be read have to pass, or null.
    public @Nullable RowCheck check() {
        return check;
    }

    /// Takes a row that is left out, or throws what is wrong with it if it is one too many.
    public synchronized void add(RowProblem problem, Supplier<String> text) {
        if (count >= rowsMax) {
            EngineException error = problem.toException();
            throw rowsMax == 0 ? error : tooMany(error, rowsMax);
        }
        RejectedRow row = problem.rejected(text.get());
        count++;
        bytes += 64
                + 2L
                        * (row.file().length()
                                + row.message().length()
                                + row.text().length());
        if (bytes > BYTES_MAX) {
            throw new EngineException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "the bad rows of this load take more than " + (BYTES_MAX >> 20) + " MB on a node",
                    null,
                    "the latest: " + problem.toException().getMessage(),
                    null);
        }
        rows.accept(row);
    }

    /// The error of a row that is one more than MAX_ERRORS allows.
    public static EngineException tooMany(EngineException error, long rowsMax) {
        String hint =
                "more than MAX_ERRORS " + rowsMax + " rows are bad" + (error.hint() == null ? "" : "; " + error.hint());
        return new EngineException(error.code(), String.valueOf(error.getMessage()), null, hint, null);
    }
}
