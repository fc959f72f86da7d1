package io.colonnade.exec.spill;

import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Overflow;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Type;
import io.colonnade.exec.exchange.frame.KnownDictionaries;
import io.colonnade.exec.task.Figures;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// The temporary files of one task.
///
/// *Ownership*: a file goes when whoever spilled closes it, and at the latest with {@link #close}, when no
/// reader is in use any more. *Thread safety*: any thread.
public final class SpillSpace implements AutoCloseable {
    private final FileSystem files;
    private final Supplier<Path> names;
    private final Set<TemporaryFile> open = new LinkedHashSet<>();

    /// `names` gives a new name with every call, in a directory that exists.
    public SpillSpace(FileSystem files, Supplier<Path> names) {
        this.files = files;
        this.names = names;
    }

    /// A writer of `streams` streams of pages with columns of these types. A stream keeps up to
    /// `bufferBytes`, or one batch of rows, in memory of `pool` before it writes them; `figures` counts what
    /// was written.
    public SpillWriter writer(List<Type> types, int streams, MemoryPool pool, long bufferBytes, Figures figures) {
        return new SpillWriter(this, types, streams, pool, bufferBytes, null, figures);
    }

    /// The same for pages whose dictionaries live as long as the query: they are shared with the readers, not
    /// written.
    public SpillWriter writer(
            List<Type> types,
            int streams,
            MemoryPool pool,
            long bufferBytes,
            KnownDictionaries dictionaries,
            Figures figures) {
        return new SpillWriter(this, types, streams, pool, bufferBytes, dictionaries, figures);
    }

    /// Memory in temporary files, for the state of an operator of which a part is used at a time; `figures`
    /// counts it.
    public Overflow overflow(Figures figures) {
        return bytes -> {
            TemporaryFile file = create();
            Arena arena = Arena.ofShared();
            try {
                MemorySegment memory = file.map(bytes, arena);
                figures.spilledBytes += bytes;
                return new Buffer(memory.address(), bytes, () -> {
                    arena.close();
                    file.close();
                });
            } catch (Throwable e) {
                arena.close();
                file.close();
                throw e;
            }
        };
    }

    TemporaryFile create() {
        TemporaryFile file = TemporaryFile.create(files, names.get(), this);
        synchronized (open) {
            open.add(file);
        }
        return file;
    }

    void forget(TemporaryFile file) {
        synchronized (open) {
            open.remove(file);
        }
    }

    @Override
    public void close() {
        List<TemporaryFile> left;
        synchronized (open) {
            left = new ArrayList<>(open);
        }
        left.forEach(TemporaryFile::close);
    }
}
