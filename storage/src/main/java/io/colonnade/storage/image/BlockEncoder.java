package io.colonnade.storage.image;

import io.colonnade.core.kernel.Bits;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import java.lang.foreign.MemorySegment;

/// Chooses the form of a block of rows and writes it, in one class for each kind of arrays. A block is planned before
/// it is written; planning may overwrite the values of absent rows.
sealed interface BlockEncoder permits IntBlocks, LongBlocks, CodeBlocks, WideBlocks, ViewBlocks, BitBlocks {
    /// The shortest average run for which runs are stored.
    int RUN_ROWS_MIN = 1024;

    /// Form, size, nulls and zone of `rows` rows; offset and checksum are still 0.
    BlockEntry plan(int from, int rows);

    void write(int from, BlockEntry plan, MemorySegment target);

    static BlockEncoder of(ColumnRows rows) {
        if (rows.dictionary() != null) {
            return new CodeBlocks(rows, rows.dictionary());
        }
        return switch (rows.layout()) {
            case BIT -> new BitBlocks(rows);
            case INT32 -> new IntBlocks(rows);
            case INT64, FLOAT64 -> new LongBlocks(rows);
            case INT128 -> new WideBlocks(rows);
            case VIEW -> new ViewBlocks(rows);
        };
    }

    static BlockEntry planned(ColumnRows rows, int count, BlockForm form, int nulls, Datum min, Datum max) {
        return new BlockEntry(count, form, 0, form.bytes(rows.layout(), count), 0, nulls, min, max);
    }

    static BlockEntry constant(int count, int nulls, Datum value) {
        return new BlockEntry(count, new BlockForm.ConstantForm(value), 0, 0, 0, nulls, value, value);
    }

    static void writeValidity(ColumnRows rows, int from, int count, MemorySegment target) {
        long[] validity = rows.validity();
        if (validity == null) {
            throw new IllegalStateException("a bitmap without nulls");
        }
        for (int word = 0; word * 64 < count; word++) {
            target.set(Lanes.LONG, word * 8L, validity[(from >>> 6) + word] & Bits.mask(count, word));
        }
    }
}
