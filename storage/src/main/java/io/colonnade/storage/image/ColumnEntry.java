package io.colonnade.storage.image;

import io.colonnade.core.type.Type;
import io.colonnade.storage.segment.Zone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A column of an image; `offset` counts from the start of the file and is 0 in memory.
public record ColumnEntry(
        int columnId,
        Type type,
        long offset,
        long bytes,
        @Nullable DictionaryEntry dictionary,
        List<BlockEntry> blocks) {
    public ColumnEntry {
        blocks = List.copyOf(blocks);
    }

    /// The range of all its values.
    public Zone zone() {
        return Zones.merge(blocks.stream().map(BlockEntry::zone).toArray(Zone[]::new));
    }

    /// The range of the values of a block.
    public Zone zone(int block) {
        return blocks.get(block).zone();
    }

    ColumnEntry at(long newOffset) {
        return new ColumnEntry(columnId, type, newOffset, bytes, dictionary, blocks);
    }
}
