package io.colonnade.jdbc.service;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// Ids of runs: a name that no other process has, and a number.
///
/// Nobody has to be kept from guessing one, and secure random bytes for each statement cost more than its
/// plan's lookup. *Thread safety*: any thread.
final class QueryIds {
    private static final String PROCESS = UUID.randomUUID() + "-";
    private static final AtomicLong LAST = new AtomicLong();

    private QueryIds() {}

    static String next() {
        return PROCESS + LAST.incrementAndGet();
    }
}
