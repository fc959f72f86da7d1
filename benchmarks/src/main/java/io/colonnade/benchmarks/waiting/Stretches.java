package io.colonnade.benchmarks.waiting;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Listens to what the task pool says of work that kept its thread for long without looking whether other work is due.
final class Stretches extends Handler {
    /// Held, because loggers that nobody holds are collected.
    private static final Logger LOGGER = Logger.getLogger("io.colonnade.exec.task.stretches");

    private final List<LogRecord> records = new ArrayList<>();

    static Stretches listen() {
        Stretches stretches = new Stretches();
        LOGGER.setUseParentHandlers(false);
        LOGGER.setLevel(Level.FINE);
        LOGGER.addHandler(stretches);
        return stretches;
    }

    @Override
    public synchronized void publish(LogRecord record) {
        records.add(record);
    }

    /// What was heard since the last call.
    synchronized List<LogRecord> take() {
        List<LogRecord> taken = List.copyOf(records);
        records.clear();
        return taken;
    }

    /// The number that the message begins with.
    static double millis(LogRecord record) {
        return Double.parseDouble(record.getMessage().split(" ", 2)[0]);
    }

    /// Milliseconds, and where the work looked again.
    static String describe(LogRecord record) {
        StringBuilder text = new StringBuilder(record.getMessage());
        Throwable where = record.getThrown();
        if (where != null) {
            for (StackTraceElement frame : where.getStackTrace()) {
                String name = frame.getClassName();
                if (name.startsWith("io.colonnade") && !name.contains("exec.task.")) {
                    text.append("\n        ").append(frame);
                }
            }
        }
        return text.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
