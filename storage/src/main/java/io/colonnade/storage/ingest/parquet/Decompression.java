package io.colonnade.storage.ingest.parquet;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.v3.lz4.Lz4JavaDecompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/// Decompresses the bytes of a page, from native memory into native memory.
///
/// *Threads*: one at a time.
sealed interface Decompression {
    /// Fills `target`, or fails: with an IOException or any exception of a library if the bytes are damaged.
    void decompress(MemorySegment source, MemorySegment target) throws IOException;

    static Decompression of(CompressionCodecName codec, ParquetErrors errors) {
        return switch (codec) {
            case UNCOMPRESSED -> new None();
            case SNAPPY -> new Snappy(new SnappyJavaDecompressor());
            case LZ4_RAW -> new Lz4(new Lz4JavaDecompressor());
            case ZSTD -> new Zstandard();
            case GZIP -> new Gzip();
            case LZO, BROTLI, LZ4 -> throw errors.notSupported("compression " + codec);
        };
    }

    record None() implements Decompression {
        @Override
        public void decompress(MemorySegment source, MemorySegment target) throws IOException {
            checkSize(source.byteSize(), target);
            target.copyFrom(source);
        }
    }

    record Snappy(SnappyJavaDecompressor decompressor) implements Decompression {
        @Override
        public void decompress(MemorySegment source, MemorySegment target) throws IOException {
            checkSize(decompressor.decompress(source, target), target);
        }
    }

    record Lz4(Lz4JavaDecompressor decompressor) implements Decompression {
        @Override
        public void decompress(MemorySegment source, MemorySegment target) throws IOException {
            checkSize(decompressor.decompress(source, target), target);
        }
    }

    record Zstandard() implements Decompression {
        @Override
        public void decompress(MemorySegment source, MemorySegment target) throws IOException {
            long size = Zstd.decompressUnsafe(target.address(), target.byteSize(), source.address(), source.byteSize());
            if (Zstd.isError(size)) {
                throw new IOException("zstd: " + Zstd.getErrorName(size));
            }
            checkSize(size, target);
        }
    }

    /// One or more gzip members. The JDK wants arrays for the header, so that the stream over them does it all.
    record Gzip() implements Decompression {
        private static final int BLOCK_BYTES = 64 * 1024;

        @Override
        public void decompress(MemorySegment source, MemorySegment target) throws IOException {
            byte[] block = new byte[BLOCK_BYTES];
            long done = 0;
            try (GZIPInputStream stream =
                    new GZIPInputStream(ByteBufferInputStream.wrap(source.asByteBuffer()), BLOCK_BYTES)) {
                for (int count = stream.read(block); count >= 0; count = stream.read(block)) {
                    checkRoom(done + count, target);
                    MemorySegment.copy(MemorySegment.ofArray(block), 0, target, done, count);
                    done += count;
                }
            }
            checkSize(done, target);
        }

        private static void checkRoom(long size, MemorySegment target) throws IOException {
            if (size > target.byteSize()) {
                throw new IOException("more than " + target.byteSize() + " decompressed bytes");
            }
        }
    }

    private static void checkSize(long size, MemorySegment target) throws IOException {
        if (size != target.byteSize()) {
            throw new IOException(size + " decompressed bytes instead of " + target.byteSize());
        }
    }
}
