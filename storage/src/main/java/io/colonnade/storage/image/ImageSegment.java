package io.colonnade.storage.image;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Type;
import io.colonnade.storage.segment.Segment;
import io.colonnade.storage.segment.Zone;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A segment read from its image: columns are made of the image's bytes when they are first asked for, and kept.
///
/// *Ownership*: the memory is the caller's and outlives this segment.
public final class ImageSegment implements Segment {
    private final ImageDirectory directory;
    private final List<MemorySegment> regions;
    private final String name;
    private final Map<Integer, ImageColumn> columns = new HashMap<>();

    /// `regions` are the bytes of the columns in the order of the directory. With `verify` they are checked against
    /// their checksums when they are first touched; `name` says in errors where they come from.
    public ImageSegment(ImageDirectory directory, List<MemorySegment> regions, boolean verify, String name) {
        this.directory = directory;
        this.regions = List.copyOf(regions);
        this.name = name;
        for (int i = 0; i < directory.columns().size(); i++) {
            ColumnEntry entry = directory.columns().get(i);
            columns.put(entry.columnId(), new ImageColumn(entry, regions.get(i), verify, name));
        }
    }

    @Override
    public long id() {
        return directory.segmentId();
    }

    @Override
    public long rowCount() {
        return directory.rowCount();
    }

    @Override
    public int blockCount() {
        return (int) ((rowCount() + Page.BLOCK_ROWS - 1) / Page.BLOCK_ROWS);
    }

    @Override
    public int blockRows(int block) {
        return ImageDirectory.blockRows(rowCount(), block);
    }

    @Override
    public boolean has(int columnId) {
        return columns.containsKey(columnId);
    }

    @Override
    public Column column(int columnId, int block) {
        return column(columnId).block(block);
    }

    @Override
    public Zone zone(int columnId, int block) {
        return column(columnId).zone(block);
    }

    @Override
    public Zone zone(int columnId) {
        return column(columnId).zone();
    }

    @Override
    public long columnBytes(int columnId, int block) {
        return column(columnId).blockBytes(block);
    }

    /// The same bytes as if nobody had read them before: each checksum is looked at again.
    public ImageSegment unread() {
        return new ImageSegment(directory, regions, true, name);
    }

    /// The ids of its columns, in the order in which they lie.
    public List<Integer> columnIds() {
        return directory.columns().stream().map(ColumnEntry::columnId).toList();
    }

    /// The type of a column that it has.
    public Type type(int columnId) {
        return column(columnId).type();
    }

    /// The bytes of all columns.
    public long bytes() {
        return directory.columns().stream().mapToLong(ColumnEntry::bytes).sum();
    }

    /// Whether the other one was encoded to the same bytes, as far as checksums can tell.
    public boolean isEncodedLike(ImageSegment other) {
        return directory.equals(other.directory);
    }

    @Override
    public Column.@Nullable Plain dictionary(int columnId) {
        return column(columnId).dictionaryValues();
    }

    private ImageColumn column(int columnId) {
        ImageColumn column = columns.get(columnId);
        if (column == null) {
            throw new EngineException(ErrorCode.CORRUPT_DATA, "segment " + id() + " has no column with id " + columnId);
        }
        return column;
    }
}
