package io.colonnade.storage.ingest.rows;

import org.jspecify.annotations.Nullable;

/// The rows of some files, handed out as chunks to any number of threads.
///
/// ```text
/// files --> next(): read bytes, find where a row ends   (one thread at a time, cheap)
///             |---> Chunk.read(): parse, push pages     (thread A)
///             |---> Chunk.read(): parse, push pages     (thread B)
/// ```
///
/// *Threads*: all methods may be called from any thread; none are owned. {@link #next} reads from the disk. *Order*:
/// chunks come in the order of the files and of their rows. *Errors*: an error of {@link #next} is thrown again by
/// every later call. *Ownership*: whoever got a chunk closes it, also after {@link #close} of the source.
public interface RowSource extends AutoCloseable {
    /// The next chunk, or null after the last one or after {@link #close}.
    @Nullable
    Chunk next();

    /// How far the files have been read.
    Progress progress();

    /// Closes the files and gives back what the source itself holds; chunks handed out stay valid. May be repeated.
    @Override
    void close();
}
