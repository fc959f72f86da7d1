package io.colonnade.storage.parquet;

import io.colonnade.core.system.FileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;

/// A new file as Parquet's writer wants it; it is synced when it is closed, and its checksum is taken on the way.
final class ParquetOutput implements OutputFile {
    private static final int ROW_GROUP_BYTES_MAX = Integer.MAX_VALUE;

    private final FileChannel channel;
    private final CRC32C checksum = new CRC32C();
    private long position;

    ParquetOutput(FileSystem files, Path path) throws IOException {
        this(files.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /// Writes to an empty file that is open.
    ParquetOutput(FileChannel channel) {
        this.channel = channel;
    }

    /// Parquet's writer of this file.
    ParquetFileWriter writer(MessageType message) throws IOException {
        return new ParquetFileWriter(
                this,
                message,
                ParquetFileWriter.Mode.CREATE,
                ROW_GROUP_BYTES_MAX,
                0,
                ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
                ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
                true);
    }

    long bytes() {
        return position;
    }

    int checksum() {
        return (int) checksum.getValue();
    }

    void abandon() throws IOException {
        channel.close();
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return new Stream();
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return new Stream();
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    private final class Stream extends PositionOutputStream {
        private final byte[] buffer = new byte[1 << 18];
        private int used;

        @Override
        public long getPos() {
            return position + used;
        }

        @Override
        public void write(int value) throws IOException {
            if (used == buffer.length) {
                drain();
            }
            buffer[used++] = (byte) value;
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            if (count > buffer.length - used) {
                drain();
            }
            if (count > buffer.length) {
                write(ByteBuffer.wrap(bytes, from, count));
            } else {
                System.arraycopy(bytes, from, buffer, used, count);
                used += count;
            }
        }

        private void drain() throws IOException {
            int count = used;
            used = 0;
            write(ByteBuffer.wrap(buffer, 0, count));
        }

        private void write(ByteBuffer bytes) throws IOException {
            checksum.update(bytes.duplicate());
            position += bytes.remaining();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void flush() throws IOException {
            drain();
        }

        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                drain();
                channel.force(true);
                channel.close();
            }
        }
    }
}
