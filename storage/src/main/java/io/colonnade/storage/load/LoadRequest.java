package io.colonnade.storage.load;

import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.memory.MemoryPool;

/// What a load needs to know.
///
/// `pool` pays for buffered rows (the finished images of a database in memory are paid by the node's own pool);
/// `bufferBytesMax` is the share of it after which rows go to temporary files. `cancelCheck` is called every few
/// thousand rows in append, sort and encode loops and throws to stop the load.
public record LoadRequest(
        TableDefinition table, SlotFunction slots, MemoryPool pool, long bufferBytesMax, Runnable cancelCheck) {}
