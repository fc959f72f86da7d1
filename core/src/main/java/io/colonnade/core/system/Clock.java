package io.colonnade.core.system;

/// Time. `wallMillis` may jump, `nanos` only grows.
public interface Clock {
    Clock SYSTEM = new Clock() {
        @Override
        public long wallMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    /// Milliseconds since 1970-01-01T00:00Z.
    long wallMillis();

    /// Nanoseconds since some fixed moment.
    long nanos();
}
