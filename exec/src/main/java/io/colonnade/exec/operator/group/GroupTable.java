package io.colonnade.exec.operator.group;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.Growth;
import io.colonnade.exec.operator.state.NativeArray;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Numbers groups from 0 in the order in which their keys are first seen.
///
/// ```text
/// key columns -> words (strings: their number in a table) -> dense:  array over the product of the keys' ranges
///                                                         -> hashed: open addressing, once that space is too large
/// ```
///
/// Groups are looked up in a {@link DenseSpace} as long as that is small or well filled, then in {@link
/// HashedSlots}; these become dense when they grow and their keys turn out to lie close together. *Memory*:
/// {@link #growth} says what a page may take; a dense space that there is no room for gives way to hashed
/// slots. *Thread safety*: one thread.
public final class GroupTable implements AutoCloseable {
    private final int keyCount;
    private final GroupKeys keys;
    private final KeyBatch batch;
    private final NativeArray slots;
    private final DenseSpace space;
    private final HashedSlots hashed;
    private boolean dense = true;

    /// `room` answers whether so many bytes more may be taken for a faster layout.
    public GroupTable(List<Type> types, MemoryPool pool, LongPredicate room) {
        this.keyCount = types.size();
        this.keys = new GroupKeys(types, pool);
        this.batch = new KeyBatch(types, keys);
        this.slots = new NativeArray(pool);
        this.space = new DenseSpace(keys, batch, slots, room);
        this.hashed = new HashedSlots(keys, batch, slots);
    }

    public int size() {
        return keys.size();
    }

    public GroupKeys keys() {
        return keys;
    }

    public boolean isDense() {
        return dense;
    }

    /// Says that about so many groups will come, for which there is room.
    public void expect(int groups) {
        space.expect(groups);
        keys.expect(groups);
    }

    /// The part of each group, of `parts` parts that are the same in every table of these keys.
    public int[] parts(int parts, @Nullable KeyRange range) {
        int[] found = new int[keys.size()];
        for (int group = 0; group < found.length; group++) {
            if (range == null) {
                found[group] = (int) Math.unsignedMultiplyHigh(keys.hash(group), parts);
            } else {
                found[group] = keys.isNull(group, 0) ? 0 : range.part(keys.word(group, 0), parts);
            }
        }
        return found;
    }

    /// From the least to the greatest key, if there is one key and its values lie close together.
    public @Nullable KeyRange range() {
        return dense && keyCount == 1 && !keys.isCoded(0) ? space.range() : null;
    }

    /// What adding `rows` keys takes at most, `longBytes` bytes of whose strings do not fit into views.
    public void growth(int rows, long longBytes, Growth growth) {
        keys.growth(rows, longBytes, growth);
        if (keyCount > 0) {
            growth.add(HashedSlots.slotsFor(keys.size() + (long) rows) * HashedSlots.SLOT_BYTES - slots.bytes());
        }
    }

    /// Writes the group of each row that counts; new groups are numbered behind the old ones in the order of rows.
    public void assign(Page page, int[] keyColumns, int[] groups, SegmentAllocator scratch) {
        batch.read(page, keyColumns, scratch);
        assignBatch(page.rows(), groups);
    }

    /// The same for groups of another table: those listed in `from`.
    public void assignGroups(
            GroupTable other, StringTranslation translation, int[] from, int start, int count, int[] groups) {
        batch.readGroups(other.keys, translation, from, start, count);
        assignBatch(count, groups);
    }

    /// The same for keys whose words are already made, without NULLs: the first `rows` entries of each array.
    public void assignWords(long[][] keyWords, int rows, int[] groups) {
        batch.readWords(keyWords, rows);
        assignBatch(rows, groups);
    }

    private void assignBatch(int rows, int[] groups) {
        if (keyCount == 0) {
            Arrays.fill(groups, 0, rows, 0);
            if (keys.size() == 0) {
                batch.add(0);
            }
            return;
        }
        if (!dense && !hashed.hasRoom(rows)) {
            dense = space.coverGroups();
            if (!dense) {
                hashed.layOut(rows);
            }
        }
        if (dense && !space.cover(rows)) {
            dense = false;
            hashed.layOut(rows);
        }
        if (dense) {
            space.assign(rows, groups);
        } else {
            hashed.assign(rows, groups);
        }
    }

    @Override
    public void close() {
        keys.close();
        slots.close();
    }
}
