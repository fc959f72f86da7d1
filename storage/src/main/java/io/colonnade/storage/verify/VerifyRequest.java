package io.colonnade.storage.verify;

import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.memory.MemoryPool;

/// A segment to be proved. `home` is the node that its slot belongs to (its own node if the table is replicated);
/// `pool` pays for what is decoded; `cancelCheck` is called often and throws to stop.
public record VerifyRequest(
        TableDefinition table, SegmentEntry segment, int home, MemoryPool pool, Runnable cancelCheck) {}
