package io.colonnade.storage.image;

import io.colonnade.core.codec.MalformedBytesException;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A whole image in memory, whether mapped from its file or carried by the metadata log: the same bytes.
public final class ImageBytes {
    static final long MAGIC = 0x4547_414D_494E_4C43L; // "CLNIMAGE"
    static final int VERSION = 1;
    static final int HEADER_BYTES = 64;
    private static final int HEADER_CHECKSUM_AT = 60;

    private ImageBytes() {}

    /// The image of columns that were encoded in memory.
    public static byte[] of(long segmentId, long rowCount, List<EncodedColumn> columns) {
        List<ColumnEntry> entries = new ArrayList<>();
        long at = HEADER_BYTES;
        for (EncodedColumn column : columns) {
            entries.add(column.entry().at(at));
            at += column.entry().bytes();
        }
        byte[] directory = ImageDirectory.CODEC.encode(new ImageDirectory(segmentId, rowCount, entries));
        byte[] image = new byte[Math.toIntExact(at + directory.length)];
        MemorySegment target = MemorySegment.ofArray(image);
        MemorySegment.copy(header(at, directory).array(), 0, target, ValueLayout.JAVA_BYTE, 0, HEADER_BYTES);
        for (int i = 0; i < columns.size(); i++) {
            MemorySegment bytes = columns.get(i).bytes();
            MemorySegment.copy(bytes, 0, target, entries.get(i).offset(), bytes.byteSize());
        }
        MemorySegment.copy(directory, 0, target, ValueLayout.JAVA_BYTE, at, directory.length);
        return image;
    }

    /// The CRC-32C of an image, as that of a file: all bytes after the header, which has its own.
    public static int checksum(byte[] image) {
        return Checksums.crc32c(image, HEADER_BYTES, image.length - HEADER_BYTES);
    }

    /// The header of an image whose directory lies at its end.
    static ByteBuffer header(long directoryAt, byte[] directory) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(0, MAGIC);
        header.putInt(8, VERSION);
        header.putLong(16, directoryAt + directory.length);
        header.putLong(24, directoryAt);
        header.putInt(32, directory.length);
        header.putInt(36, Checksums.crc32c(directory, 0, directory.length));
        header.putInt(HEADER_CHECKSUM_AT, Checksums.crc32c(header.array(), 0, HEADER_CHECKSUM_AT));
        return header;
    }

    /// Reads an image; blocks are checked when they are touched. The memory is the caller's and outlives the
    /// segment. *Errors*: CORRUPT_DATA that says `name`.
    public static ImageSegment read(MemorySegment memory, String name) {
        long size = memory.byteSize();
        if (size < HEADER_BYTES) {
            throw corrupt(name, "it ends inside its header");
        }
        ImageDirectory directory = directory(name, memory);
        List<MemorySegment> regions = new ArrayList<>();
        for (ColumnEntry column : directory.columns()) {
            if (column.offset() < 0 || column.bytes() < 0 || column.offset() > size - column.bytes()) {
                throw corrupt(name, "a column lies outside of it");
            }
            regions.add(memory.asSlice(column.offset(), column.bytes()));
        }
        return new ImageSegment(directory, regions, true, name);
    }

    private static ImageDirectory directory(String name, MemorySegment memory) {
        MemorySegment header = memory.asSlice(0, HEADER_BYTES);
        if (header.get(Lanes.LONG, 0) != MAGIC) {
            throw corrupt(name, "it does not begin like an image");
        }
        if (Checksums.crc32cOfMapped(header.asSlice(0, HEADER_CHECKSUM_AT))
                != header.get(Lanes.INT, HEADER_CHECKSUM_AT)) {
            throw corrupt(name, "its header does not match its checksum");
        }
        if (header.get(Lanes.INT, 8) != VERSION) {
            throw corrupt(name, "its version is " + header.get(Lanes.INT, 8) + ", not " + VERSION);
        }
        if (header.get(Lanes.LONG, 16) != memory.byteSize()) {
            throw corrupt(name, "it has " + memory.byteSize() + " bytes, not " + header.get(Lanes.LONG, 16));
        }
        long offset = header.get(Lanes.LONG, 24);
        int length = header.get(Lanes.INT, 32);
        if (offset < HEADER_BYTES || length < 0 || offset > memory.byteSize() - length) {
            throw corrupt(name, "its directory lies outside of it");
        }
        byte[] bytes = memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
        if (Checksums.crc32c(bytes, 0, length) != header.get(Lanes.INT, 36)) {
            throw corrupt(name, "its directory does not match its checksum");
        }
        try {
            return ImageDirectory.CODEC.decode(bytes);
        } catch (MalformedBytesException e) {
            throw new EngineException(ErrorCode.CORRUPT_DATA, name + " is damaged: its directory is malformed", e);
        }
    }

    private static EngineException corrupt(String name, String how) {
        return new EngineException(ErrorCode.CORRUPT_DATA, name + " is damaged: " + how);
    }
}
