package io.colonnade.storage.image;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.kernel.Bits;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.storage.segment.Zone;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A column of an image. Blocks are made on first use; two threads may make the same one, which does no harm, since
/// they are immutable. The dictionary is made once, since its id must be one.
final class ImageColumn {
    private final ColumnEntry entry;
    private final MemorySegment region;
    private final boolean verify;
    private final String name;
    private final @Nullable Column[] blocks;
    private final Zone[] zones;
    private final Zone zone;
    private volatile @Nullable Dictionary dictionary;

    ImageColumn(ColumnEntry entry, MemorySegment region, boolean verify, String name) {
        this.entry = entry;
        this.region = region;
        this.verify = verify;
        this.name = name;
        this.blocks = new @Nullable Column[entry.blocks().size()];
        this.zones = entry.blocks().stream().map(BlockEntry::zone).toArray(Zone[]::new);
        this.zone = Zones.merge(zones);
    }

    Zone zone() {
        return zone;
    }

    Zone zone(int block) {
        return zones[block];
    }

    long blockBytes(int block) {
        return entry.blocks().get(block).bytes();
    }

    Column block(int index) {
        Column column = blocks[index];
        if (column == null) {
            column = make(entry.blocks().get(index));
            blocks[index] = column;
        }
        return column;
    }

    private Column make(BlockEntry block) {
        MemorySegment bytes = part(block.offset(), block.bytes(), block.checksum());
        if (block.bytes() != block.form().bytes(layout(), block.rows())) {
            throw corrupt();
        }
        if (block.form() instanceof BlockForm.RunsForm(int runs, BlockForm inner)) {
            Column values = values(inner, runs, bytes.asSlice(BlockForm.aligned(runs * 4L)));
            MemorySegment ends = bytes.asSlice(0, runs * 4L);
            if (Lanes.int32(ends, runs - 1L) != block.rows()) {
                throw corrupt();
            }
            return new Column.Runs(type(), block.rows(), 0, runs, ends, values);
        }
        return values(block.form(), block.rows(), bytes);
    }

    private Column values(BlockForm form, int rows, MemorySegment bytes) {
        return switch (form) {
            case BlockForm.ConstantForm constant -> constant(constant.value(), rows);
            case BlockForm.PlainForm plain -> {
                BlockForm.Parts parts = plain.parts(layout(), rows);
                List<MemorySegment> heap =
                        plain.heapBytes() == 0 ? List.of() : List.of(bytes.asSlice(parts.heap(), plain.heapBytes()));
                MemorySegment values = bytes.asSlice(parts.values(), layout().bytes(rows));
                yield new Column.Plain(type(), rows, values, validity(plain.validity(), rows, bytes), heap);
            }
            case BlockForm.NarrowForm narrow -> {
                MemorySegment offsets =
                        bytes.asSlice(narrow.parts(layout(), rows).values(), (long) rows * narrow.width());
                MemorySegment validity = validity(narrow.validity(), rows, bytes);
                yield new Column.Narrow(type(), rows, narrow.base(), narrow.width(), offsets, validity);
            }
            case BlockForm.CodesForm codes -> {
                MemorySegment values = bytes.asSlice(codes.parts(layout(), rows).values(), (long) rows * codes.width());
                MemorySegment validity = validity(codes.validity(), rows, bytes);
                yield new Column.Dictionaried(type(), rows, codes.width(), values, validity, dictionary());
            }
            case BlockForm.RunsForm runs -> throw corrupt();
        };
    }

    private Column constant(Datum value, int rows) {
        if (!value.fits(layout())) {
            throw corrupt();
        }
        return new Column.Constant(type(), rows, value);
    }

    private static @Nullable MemorySegment validity(boolean present, int rows, MemorySegment bytes) {
        return present ? bytes.asSlice(0, Bits.bytes(rows)) : null;
    }

    Column.@Nullable Plain dictionaryValues() {
        return entry.dictionary() == null ? null : dictionary().values();
    }

    private Dictionary dictionary() {
        Dictionary known = dictionary;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            if (dictionary == null) {
                dictionary = readDictionary();
            }
            return dictionary;
        }
    }

    private Dictionary readDictionary() {
        DictionaryEntry stored = entry.dictionary();
        if (stored == null) {
            throw corrupt();
        }
        BlockForm.PlainForm form = new BlockForm.PlainForm(false, stored.heapBytes());
        if (stored.bytes() != form.bytes(layout(), stored.size())) {
            throw corrupt();
        }
        MemorySegment bytes = part(stored.offset(), stored.bytes(), stored.checksum());
        return new Dictionary((Column.Plain) values(form, stored.size(), bytes));
    }

    private MemorySegment part(long offset, long bytes, int checksum) {
        if (offset < 0 || bytes < 0 || offset > region.byteSize() - bytes) {
            throw corrupt();
        }
        MemorySegment part = region.asSlice(offset, bytes);
        if (verify && bytes > 0 && Checksums.crc32cOfMapped(part) != checksum) {
            throw corrupt();
        }
        return part;
    }

    private Layout layout() {
        return entry.type().layout();
    }

    Type type() {
        return entry.type();
    }

    private EngineException corrupt() {
        return new EngineException(
                ErrorCode.CORRUPT_DATA,
                name + " is damaged: column " + entry.columnId() + " does not match its checksum or directory");
    }
}
