package io.colonnade.exec.operator.aggregate;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Page;
import io.colonnade.exec.spill.SpillReader;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pages of several streams, one stream after the other.
///
/// *Ownership*: a page is lent until the next call. *Thread safety*: one thread.
final class SpilledPages implements AutoCloseable {
    private final Iterator<SpilledPartition.Streams> streams;
    private final MemoryPool pool;
    private @Nullable SpillReader reader;

    SpilledPages(List<SpilledPartition.Streams> streams, MemoryPool pool) {
        this.streams = streams.iterator();
        this.pool = pool;
    }

    /// Null after the last page.
    @Nullable
    Page next() {
        while (true) {
            SpillReader open = reader;
            if (open != null) {
                Page page = open.next();
                if (page != null) {
                    return page;
                }
                close();
            }
            if (!streams.hasNext()) {
                return null;
            }
            SpilledPartition.Streams rows = streams.next();
            reader = rows.file().reader(rows.stream(), pool);
        }
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
