package io.colonnade.exec.task;

import io.colonnade.core.system.Clock;

/// Shares out the time of a driver between the nodes it works for: at any moment exactly one of them is charged.
final class Stopwatch {
    private final Clock clock;
    private final boolean running;
    private Figures current;
    private long since;

    Stopwatch(Clock clock, boolean running, Figures nobody) {
        this.clock = clock;
        this.running = running;
        this.current = nobody;
    }

    /// Charges the time from now on to `figures` and answers who was charged before.
    Figures enter(Figures figures) {
        if (!running) {
            return current;
        }
        long now = clock.nanos();
        Figures before = current;
        before.nanos += now - since;
        since = now;
        current = figures;
        return before;
    }
}
