package io.colonnade.exec.spill;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Type;
import io.colonnade.exec.exchange.frame.FrameBuilder;
import io.colonnade.exec.exchange.frame.FrameHeader;
import io.colonnade.exec.exchange.frame.KnownDictionaries;
import io.colonnade.exec.exchange.frame.PageWriter;
import io.colonnade.exec.exchange.frame.Payload;
import io.colonnade.exec.task.Figures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sets pages aside in one temporary file, in numbered streams.
///
/// ```text
/// append(0, page) append(2, page) ...  ->  [ 0 | 2 | 0 | 1 ...]  ->  SpillFile: the blocks of each stream in order
/// ```
///
/// The file is made with the first block. *Ownership*: {@link #finish} hands the file over and gives the memory back;
/// {@link #close} without it deletes the file. *Errors*: a full disk is DISK_FULL and names the file.
/// *Thread safety*: one thread.
public final class SpillWriter implements AutoCloseable {
    private static final long FIRST_BYTES = 1024;

    private final SpillSpace space;
    private final List<Type> types;
    private final long bufferBytes;
    private final @Nullable KnownDictionaries dictionaries;
    private final Figures figures;
    private final Scratch scratch;
    private final FrameBuilder[] builders;
    private final PageWriter[] writers;
    private final SpillStream[] streams;
    private @Nullable TemporaryFile file;

    SpillWriter(
            SpillSpace space,
            List<Type> types,
            int streams,
            MemoryPool pool,
            long bufferBytes,
            @Nullable KnownDictionaries dictionaries,
            Figures figures) {
        this.space = space;
        this.types = List.copyOf(types);
        this.bufferBytes = bufferBytes;
        this.dictionaries = dictionaries;
        this.figures = figures;
        this.scratch = new Scratch(pool);
        this.builders = new FrameBuilder[streams];
        this.writers = new PageWriter[streams];
        this.streams = new SpillStream[streams];
        for (int i = 0; i < streams; i++) {
            builders[i] = new FrameBuilder(pool, FrameHeader.LENGTH_MAX, FIRST_BYTES);
            writers[i] = new PageWriter(dictionaries);
            this.streams[i] = new SpillStream();
        }
    }

    /// Copies the rows of the page that count.
    public void append(int stream, Page page) {
        FrameBuilder builder = builders[stream];
        try {
            writers[stream].append(page, builder, scratch);
        } catch (FrameBuilder.FullException e) {
            if (!builder.isEmpty()) {
                write(stream);
                append(stream, page);
            } else if (page.rows() > 1) {
                int half = page.rows() / 2;
                append(stream, PageWriter.part(page, 0, half));
                append(stream, PageWriter.part(page, half, page.rows() - half));
            } else {
                throw e.tooLarge();
            }
            return;
        }
        streams[stream].rows += page.rows();
        if (builder.position() >= bufferBytes) {
            write(stream);
        }
    }

    private void write(int stream) {
        TemporaryFile target = file;
        if (target == null) {
            target = space.create();
            file = target;
        }
        Payload payload = builders[stream].take();
        try {
            streams[stream].add(target.append(stream, payload.segment().asByteBuffer()), payload.length());
            figures.spilledBytes += TemporaryFile.HEADER_BYTES + payload.length();
        } finally {
            payload.release();
        }
    }

    /// Writes the rest.
    public SpillFile finish() {
        for (int i = 0; i < builders.length; i++) {
            if (!builders[i].isEmpty()) {
                write(i);
            }
        }
        SpillFile finished = new SpillFile(types, streams, dictionaries, file);
        file = null;
        freeBuffers();
        return finished;
    }

    private void freeBuffers() {
        scratch.close();
        for (FrameBuilder builder : builders) {
            builder.close();
        }
    }

    @Override
    public void close() {
        freeBuffers();
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
