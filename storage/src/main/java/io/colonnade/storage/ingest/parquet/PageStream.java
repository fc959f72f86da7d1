package io.colonnade.storage.ingest.parquet;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;

/// The pages of a column chunk from first to last, checked and decompressed.
///
/// ```text
/// V1   header | compressed( levels' length | levels | values )
/// V2   header | levels | compressed( values )
/// ```
final class PageStream implements AutoCloseable {
    /// Readable bytes behind a page, so that whole words can be read anywhere in it.
    static final int SLACK_BYTES = 64;

    private static final int HEADER_BYTES_FIRST = 1024;

    private final ParquetColumn column;
    private final ParquetErrors errors;
    private final MemoryPool pool;
    private final Decompression decompression;
    private final FileWindow window;
    private final long end;
    private final long valueCount;
    private final long uncompressedBytesMax;
    private long position;
    private long valuesSeen;

    PageStream(
            FileChannel channel,
            ParquetColumn column,
            ColumnChunkMetaData chunk,
            MemoryPool pool,
            ParquetErrors errors) {
        this.column = column;
        this.errors = errors;
        this.pool = pool;
        this.decompression = Decompression.of(chunk.getCodec(), errors);
        this.position = chunk.getStartingPos();
        this.end = position + chunk.getTotalSize();
        this.valueCount = chunk.getValueCount();
        // Headers count, but some writers leave those of dictionaries out.
        this.uncompressedBytesMax = chunk.getTotalUncompressedSize() + SLACK_BYTES;
        this.window = new FileWindow(channel, end, pool);
    }

    /// The next dictionary or data page; fails if there is none.
    RawPage next() {
        try {
            while (true) {
                RawPage page = nextOfAnyKind();
                if (page != null) {
                    return page;
                }
            }
        } catch (EngineException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw errors.damaged("a page of column " + column.name() + " cannot be read", e);
        }
    }

    private @Nullable RawPage nextOfAnyKind() throws IOException {
        PageHeader header = header();
        int size = header.getCompressed_page_size();
        int uncompressedSize = header.getUncompressed_page_size();
        if (size < 0 || uncompressedSize < 0 || uncompressedSize > uncompressedBytesMax) {
            throw new IOException("a page of " + uncompressedSize + " bytes");
        }
        MemorySegment compressed = window.bytes(position, size);
        position += size;
        if (header.isSetCrc()) {
            CRC32 crc = new CRC32();
            crc.update(compressed.asByteBuffer());
            if ((int) crc.getValue() != header.getCrc()) {
                throw new IOException("its checksum is wrong");
            }
        }
        return switch (header.getType()) {
            case DICTIONARY_PAGE -> dictionary(header, compressed, uncompressedSize);
            case DATA_PAGE -> version1(header.getData_page_header(), compressed, uncompressedSize);
            case DATA_PAGE_V2 -> version2(header.getData_page_header_v2(), compressed, uncompressedSize);
            case INDEX_PAGE -> null;
        };
    }

    private PageHeader header() throws IOException {
        long left = end - position;
        int length = (int) Math.min(HEADER_BYTES_FIRST, left);
        while (true) {
            if (length <= 0) {
                throw new IOException("pages are missing");
            }
            try (ByteBufferInputStream stream =
                    ByteBufferInputStream.wrap(window.bytes(position, length).asByteBuffer())) {
                PageHeader header = Util.readPageHeader(stream);
                position += stream.position();
                return header;
            } catch (IOException e) {
                // Statistics with long texts make long headers.
                if (length == left) {
                    throw e;
                }
                length = (int) Math.min(length * 8L, Math.min(left, Integer.MAX_VALUE / 8));
            }
        }
    }

    private RawPage dictionary(PageHeader header, MemorySegment compressed, int size) throws IOException {
        Buffer memory = decompressed(compressed, size, 0);
        int count = header.getDictionary_page_header().getNum_values();
        Encoding encoding = header.getDictionary_page_header().getEncoding();
        return new RawPage(true, count, encoding, memory, 0, 0, 0, size);
    }

    private RawPage version1(DataPageHeader header, MemorySegment compressed, int size) throws IOException {
        count(header.getNum_values());
        Buffer memory = decompressed(compressed, size, 0);
        int levelsStart = 0;
        int levelsEnd = 0;
        if (column.isOptional()) {
            levelsStart = 4;
            int levelBytes = size < 4 ? -1 : memory.segment().get(Lanes.INT, 0);
            levelsEnd = 4 + levelBytes;
            if (levelBytes < 0 || levelBytes > size - 4 || header.getDefinition_level_encoding() != Encoding.RLE) {
                memory.close();
                if (header.getDefinition_level_encoding() == Encoding.BIT_PACKED) {
                    throw errors.notSupported("encoding BIT_PACKED of definition levels");
                }
                throw new IOException("its levels do not fit");
            }
        }
        return new RawPage(
                false, header.getNum_values(), header.getEncoding(), memory, levelsStart, levelsEnd, levelsEnd, size);
    }

    private RawPage version2(DataPageHeaderV2 header, MemorySegment page, int size) throws IOException {
        count(header.getNum_values());
        int repetition = header.getRepetition_levels_byte_length();
        int definition = header.getDefinition_levels_byte_length();
        if (repetition < 0 || definition < 0 || (long) repetition + definition > Math.min(size, page.byteSize())) {
            throw new IOException("its levels do not fit");
        }
        int levels = repetition + definition;
        boolean isCompressed = !header.isSetIs_compressed() || header.isIs_compressed();
        Buffer memory = isCompressed
                ? decompressed(page, size, levels)
                : decompressed(page, Math.toIntExact(page.byteSize()), Math.toIntExact(page.byteSize()));
        if (!isCompressed && page.byteSize() != size) {
            memory.close();
            throw new IOException("two sizes of a page that is not compressed");
        }
        return new RawPage(
                false, header.getNum_values(), header.getEncoding(), memory, repetition, levels, levels, size);
    }

    private void count(int values) throws IOException {
        valuesSeen += values;
        if (values < 0 || valuesSeen > valueCount) {
            throw new IOException("more values than rows");
        }
    }

    /// The page in memory of its own; its first `plain` bytes are not compressed.
    private Buffer decompressed(MemorySegment source, int size, int plain) throws IOException {
        Buffer memory = pool.allocate(size + (long) SLACK_BYTES);
        try {
            MemorySegment target = memory.segment();
            MemorySegment.copy(source, 0, target, 0, plain);
            if (size > plain) {
                decompression.decompress(source.asSlice(plain), target.asSlice(plain, size - plain));
            }
            return memory;
        } catch (IOException | RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    @Override
    public void close() {
        window.close();
    }
}
