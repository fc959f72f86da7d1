package io.colonnade.storage.image;

import io.colonnade.core.system.FileSystem;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// An image file mapped into memory. Mapped memory is the operating system's to take back and does not count in the
/// memory budget.
///
/// *Ownership*: {@link #close} unmaps; the segment must not be touched afterwards.
public final class ImageFile implements AutoCloseable {
    private final Arena arena;
    private final ImageSegment segment;
    private final long bytes;

    private ImageFile(Arena arena, ImageSegment segment, long bytes) {
        this.arena = arena;
        this.segment = segment;
        this.bytes = bytes;
    }

    /// Whether an image is of a version that this class reads, so that an older one can be made anew.
    public static boolean isCurrent(FileSystem files, Path file) throws IOException {
        try (FileChannel channel = files.open(file, StandardOpenOption.READ)) {
            ByteBuffer start = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
            while (start.hasRemaining() && channel.read(start) >= 0) {}
            return start.position() < 12
                    || start.getLong(0) != ImageBytes.MAGIC
                    || start.getInt(8) == ImageBytes.VERSION;
        }
    }

    public static ImageFile open(FileSystem files, Path file) throws IOException {
        Arena arena = Arena.ofShared();
        boolean done = false;
        try (FileChannel channel = files.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            // One class of segments in all kernels, mapped or not; leases keep the arena open.
            MemorySegment memory = MemorySegment.ofAddress(mapped.address()).reinterpret(size);
            ImageSegment segment = ImageBytes.read(memory, file.toString());
            done = true;
            return new ImageFile(arena, segment, size);
        } finally {
            if (!done) {
                arena.close();
            }
        }
    }

    public ImageSegment segment() {
        return segment;
    }

    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        arena.close();
    }
}
