package io.colonnade.sample;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;

/// Says on a stream (standard error, mostly) what a command is doing.
///
/// *Threads*: any; lines are whole.
public final class Progress {

    private static final Duration TICK = Duration.ofSeconds(2);

    private final PrintStream out;
    private final long start = System.nanoTime();

    public Progress(PrintStream out) {
        this.out = out;
    }

    /// Writes a line with the seconds since the command began.
    public synchronized void say(String line) {
        out.printf(Locale.ROOT, "[%6.1f s] %s%n", (System.nanoTime() - start) / 1e9, line);
        out.flush();
    }

    /// Runs `work` and, while it lasts, repeats `line` every other second.
    <T> T during(String line, Callable<T> work) throws Exception {
        Thread ticker = Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Thread.sleep(TICK);
                    say(line + " ...");
                }
            } catch (InterruptedException done) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            return work.call();
        } finally {
            ticker.interrupt();
        }
    }

    /// `12,345 rows in 1.2 s, 10,287 rows/s`.
    static String rate(long rows, double seconds) {
        return String.format(
                Locale.ROOT, "%,d rows in %.1f s, %,.0f rows/s", rows, seconds, rows / Math.max(seconds, 1e-9));
    }
}
