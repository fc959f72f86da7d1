package io.colonnade.exec.spill;

import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Page;
import io.colonnade.exec.exchange.frame.PageReader;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one stream of a {@link SpillFile}, page by page, in the order in which the rows came.
///
/// *Ownership*: a page is lent until the next call. *Thread safety*: one thread; several readers may share a file.
public final class SpillReader implements AutoCloseable {
    private final SpillStream stream;
    private final int number;
    private final @Nullable TemporaryFile file;
    private final MemoryPool pool;
    private final PageReader pages;
    private @Nullable Buffer buffer;
    private Iterator<Page> ready = List.<Page>of().iterator();
    private int block;

    SpillReader(PageReader pages, SpillStream stream, int number, @Nullable TemporaryFile file, MemoryPool pool) {
        this.stream = stream;
        this.number = number;
        this.file = file;
        this.pool = pool;
        this.pages = pages;
    }

    /// Null after the last page.
    public @Nullable Page next() {
        if (!ready.hasNext()) {
            TemporaryFile source = file;
            if (source == null || block == stream.blocks()) {
                return null;
            }
            ready = pages.read(payload(source)).iterator();
            block++;
        }
        return ready.next();
    }

    private MemorySegment payload(TemporaryFile source) {
        Buffer memory = buffer;
        if (memory == null) {
            memory = pool.allocate(TemporaryFile.HEADER_BYTES + (long) stream.longest());
            buffer = memory;
        }
        int bytes = TemporaryFile.HEADER_BYTES + stream.length(block);
        MemorySegment whole = memory.segment().asSlice(0, bytes);
        source.read(stream.offset(block), number, whole.asByteBuffer());
        return whole.asSlice(TemporaryFile.HEADER_BYTES);
    }

    @Override
    public void close() {
        pages.close();
        if (buffer != null) {
            buffer.close();
            buffer = null;
        }
        ready = List.<Page>of().iterator();
    }
}
