package io.colonnade.exec.spill;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.type.Type;
import io.colonnade.exec.exchange.frame.KnownDictionaries;
import io.colonnade.exec.exchange.frame.PageReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a {@link SpillWriter} set aside.
///
/// *Ownership*: {@link #close} deletes the file; no reader is in use then. *Thread safety*: any thread.
public final class SpillFile implements AutoCloseable {
    private final List<Type> types;
    private final SpillStream[] streams;
    private final @Nullable KnownDictionaries dictionaries;
    private final @Nullable TemporaryFile file;

    /// `file` is null if no rows came.
    SpillFile(
            List<Type> types,
            SpillStream[] streams,
            @Nullable KnownDictionaries dictionaries,
            @Nullable TemporaryFile file) {
        this.types = types;
        this.streams = streams;
        this.dictionaries = dictionaries;
        this.file = file;
    }

    public int streams() {
        return streams.length;
    }

    public long rows(int stream) {
        return streams[stream].rows;
    }

    /// Bytes in the file, which is about what the rows take in memory as pages.
    public long bytes(int stream) {
        return streams[stream].bytes();
    }

    /// What a reader of the stream takes from its pool, dictionaries aside.
    public long readerBytes(int stream) {
        return TemporaryFile.HEADER_BYTES + (long) streams[stream].longest();
    }

    /// The pages of a stream from its start; `pool` gives memory for a block and for dictionaries.
    public SpillReader reader(int stream, MemoryPool pool) {
        return new SpillReader(new PageReader(types, pool, dictionaries), streams[stream], stream, file, pool);
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
