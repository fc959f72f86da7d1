package io.colonnade.shell;

import io.colonnade.jdbc.service.StatementProgress;
import java.io.PrintStream;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/// Tells how far a long COPY has come while it runs, on a line that is written over and gone at the end; or
/// on lines that stay, where there is no terminal.
///
/// ```text
/// 42 %, 1,234,567 rows, 120.3 of 286.4 MB, 45.2 MB/s
/// ```
///
/// *Threads*: one of its own; {@link #close} returns when that has written its last.
final class ProgressLine implements AutoCloseable {
    private static final long FIRST_MILLIS = 1_000;
    private static final long EACH_MILLIS = 500;
    private static final long EACH_STAYING_MILLIS = 2_000;
    private static final double MEGABYTE = 1e6;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final Statement statement;
    private final PrintStream err;
    private final boolean stays;
    private final long start = System.nanoTime();
    private final Thread thread;
    private boolean shown;

    /// `stays` if each state gets a line of its own.
    ProgressLine(Statement statement, PrintStream err, boolean stays) {
        this.statement = statement;
        this.err = err;
        this.stays = stays;
        this.thread = Thread.ofVirtual().name("progress").start(this::run);
    }

    private void run() {
        try {
            Thread.sleep(FIRST_MILLIS);
            while (true) {
                show(statement.unwrap(StatementProgress.class));
                Thread.sleep(stays ? EACH_STAYING_MILLIS : EACH_MILLIS);
            }
        } catch (InterruptedException | SQLException over) {
            if (shown && !stays) {
                err.print(ERASE_LINE);
                err.flush();
            }
        }
    }

    private void show(StatementProgress progress) {
        String text = text(progress, (System.nanoTime() - start) / 1e9);
        if (!text.isEmpty()) {
            err.print(stays ? text + "\n" : ERASE_LINE + text);
            err.flush();
            shown = true;
        }
    }

    /// Empty if there is nothing to tell.
    static String text(StatementProgress progress, double seconds) {
        if (progress.bytesTotal() > 0) {
            boolean isRead = progress.bytesDone() >= progress.bytesTotal();
            return String.format(
                    Locale.ROOT,
                    "%d %%, %,d rows, %.1f of %.1f MB, %s",
                    100 * progress.bytesDone() / progress.bytesTotal(),
                    progress.rows(),
                    progress.bytesDone() / MEGABYTE,
                    progress.bytesTotal() / MEGABYTE,
                    isRead
                            ? "writing"
                            : String.format(Locale.ROOT, "%.1f MB/s", progress.bytesDone() / MEGABYTE / seconds));
        }
        return progress.rows() > 0
                ? String.format(Locale.ROOT, "%,d rows, %,.0f rows/s", progress.rows(), progress.rows() / seconds)
                : "";
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
