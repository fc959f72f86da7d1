package io.colonnade.storage.image;

import io.colonnade.core.codec.MalformedBytesException;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.system.FileSystem;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// An image file mapped into memory. Mapped memory is the operating system's to take back and does not count in the
/// memory budget.
///
/// *Ownership*: {@link #close} unmaps; the segment must not be touched afterwards.
public final class ImageFile implements AutoCloseable {
    static final long MAGIC = 0x4547_414D_494E_4C43L; // "CLNIMAGE"
    static final int VERSION = 1;
    static final int HEADER_BYTES = 64;
    static final int HEADER_CHECKSUM_AT = 60;

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
            return start.position() < 12 || start.getLong(0) != MAGIC || start.getInt(8) == VERSION;
        }
    }

    public static ImageFile open(FileSystem files, Path file) throws IOException {
        Arena arena = Arena.ofShared();
        boolean done = false;
        try (FileChannel channel = files.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < HEADER_BYTES) {
                throw corrupt(file, "it ends inside its header");
            }
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            // One class of segments in all kernels, mapped or not; leases keep the arena open.
            MemorySegment memory = MemorySegment.ofAddress(mapped.address()).reinterpret(size);
            ImageDirectory directory = directory(file, memory);
            List<MemorySegment> regions = new ArrayList<>();
            for (ColumnEntry column : directory.columns()) {
                if (column.offset() < 0 || column.bytes() < 0 || column.offset() > size - column.bytes()) {
                    throw corrupt(file, "a column lies outside of it");
                }
                regions.add(memory.asSlice(column.offset(), column.bytes()));
            }
            ImageSegment segment = new ImageSegment(directory, regions, true, file.toString());
            done = true;
            return new ImageFile(arena, segment, size);
        } finally {
            if (!done) {
                arena.close();
            }
        }
    }

    private static ImageDirectory directory(Path file, MemorySegment memory) {
        MemorySegment header = memory.asSlice(0, HEADER_BYTES);
        if (header.get(Lanes.LONG, 0) != MAGIC) {
            throw corrupt(file, "it does not begin like an image");
        }
        if (Checksums.crc32c(header.asSlice(0, HEADER_CHECKSUM_AT)) != header.get(Lanes.INT, HEADER_CHECKSUM_AT)) {
            throw corrupt(file, "its header does not match its checksum");
        }
        if (header.get(Lanes.INT, 8) != VERSION) {
            throw corrupt(file, "its version is " + header.get(Lanes.INT, 8) + ", not " + VERSION);
        }
        if (header.get(Lanes.LONG, 16) != memory.byteSize()) {
            throw corrupt(file, "it has " + memory.byteSize() + " bytes, not " + header.get(Lanes.LONG, 16));
        }
        long offset = header.get(Lanes.LONG, 24);
        int length = header.get(Lanes.INT, 32);
        if (offset < HEADER_BYTES || length < 0 || offset > memory.byteSize() - length) {
            throw corrupt(file, "its directory lies outside of it");
        }
        byte[] bytes = memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
        if (Checksums.crc32c(bytes, 0, length) != header.get(Lanes.INT, 36)) {
            throw corrupt(file, "its directory does not match its checksum");
        }
        try {
            return ImageDirectory.CODEC.decode(bytes);
        } catch (MalformedBytesException e) {
            throw new EngineException(ErrorCode.CORRUPT_DATA, file + " is damaged: its directory is malformed", e);
        }
    }

    private static EngineException corrupt(Path file, String how) {
        return new EngineException(ErrorCode.CORRUPT_DATA, file + " is damaged: " + how);
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
