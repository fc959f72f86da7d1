package io.colonnade.storage.node;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.file.FileErrors;
import io.colonnade.storage.image.ColumnEncoder;
import io.colonnade.storage.image.ColumnEntry;
import io.colonnade.storage.image.ColumnRows;
import io.colonnade.storage.image.ImageFileWriter;
import io.colonnade.storage.load.LoadRequest;
import io.colonnade.storage.load.SegmentWriter;
import io.colonnade.storage.parquet.ParquetSegmentWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes both files of a segment side by side, a column at a time. `delete` is run if it is closed unfinished.
final class FileWriter implements SegmentWriter {
    private final FileSystem files;
    private final long segmentId;
    private final LoadRequest request;
    private final int rowCount;
    private final Path image;
    private final Path parquet;
    private final Runnable delete;
    private final ImageFileWriter imageWriter;
    private final ParquetSegmentWriter parquetWriter;
    private boolean finished;

    FileWriter(
            FileSystem files,
            long segmentId,
            LoadRequest request,
            int rowCount,
            Path image,
            Path parquet,
            Runnable delete)
            throws IOException {
        this.files = files;
        this.segmentId = segmentId;
        this.request = request;
        this.rowCount = rowCount;
        this.image = image;
        this.parquet = parquet;
        this.delete = delete;
        this.imageWriter = new ImageFileWriter(files, image);
        @Nullable ParquetSegmentWriter opened = null;
        try {
            opened = new ParquetSegmentWriter(
                    files, parquet, segmentId, request.table().columns(), rowCount);
        } finally {
            if (opened == null) {
                imageWriter.close();
            }
        }
        this.parquetWriter = opened;
    }

    @Override
    public ColumnEntry column(ColumnDefinition definition, ColumnRows rows) {
        Path file = image;
        try {
            ColumnEncoder encoder = new ColumnEncoder(definition.id(), rows, request.cancelCheck());
            ColumnEntry column = imageWriter.column(encoder, request.pool());
            file = parquet;
            parquetWriter.column(column, rows, request.cancelCheck());
            return column;
        } catch (IOException e) {
            throw FileErrors.of(e, "write", file);
        }
    }

    @Override
    public Written finish() {
        Path file = image;
        try {
            int imageChecksum = imageWriter.finish(segmentId, rowCount, true);
            file = parquet;
            parquetWriter.finish();
            file = Objects.requireNonNull(image.getParent());
            files.syncDirectory(file);
            finished = true;
            return new Written(
                    segmentId,
                    parquetWriter.bytes(),
                    parquetWriter.checksum(),
                    imageWriter.bytes(),
                    imageChecksum,
                    new byte[0]);
        } catch (IOException e) {
            throw FileErrors.of(e, "write", file);
        }
    }

    @Override
    public void close() {
        try {
            imageWriter.close();
            parquetWriter.close();
        } catch (IOException e) {
            // What matters was synced in finish; without it the files go now.
        }
        if (!finished) {
            delete.run();
        }
    }
}
