package io.colonnade.storage.image;

import io.colonnade.core.codec.RecordCodec;
import io.colonnade.core.page.Page;
import java.util.List;

/// What an image holds. Every column has the same blocks.
public record ImageDirectory(long segmentId, long rowCount, List<ColumnEntry> columns) {
    static final RecordCodec<ImageDirectory> CODEC = new RecordCodec<>(ImageDirectory.class);

    public ImageDirectory {
        columns = List.copyOf(columns);
        int blocks = Math.toIntExact((rowCount + Page.BLOCK_ROWS - 1) / Page.BLOCK_ROWS);
        for (ColumnEntry column : columns) {
            if (column.blocks().size() != blocks) {
                throw new IllegalArgumentException("column " + column.columnId() + " has "
                        + column.blocks().size() + " blocks, not " + blocks);
            }
            for (int i = 0; i < blocks; i++) {
                if (column.blocks().get(i).rows() != blockRows(rowCount, i)) {
                    throw new IllegalArgumentException("block " + i + " has a wrong number of rows");
                }
            }
        }
    }

    static int blockRows(long rowCount, int block) {
        return (int) Math.min(Page.BLOCK_ROWS, rowCount - (long) block * Page.BLOCK_ROWS);
    }
}
