package io.colonnade.storage.verify;

import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.Partition;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.kernel.KeyHash;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import java.util.List;
import java.util.Map;

/// That a segment, and each row of it, is where the distribution and the partitions of its table want it.
/// *Threads*: one.
final class PlacementCheck {
    private static final int REPLICATED = -1;
    private static final String ADVICE = "; copy the table's rows to a file by COPY TO and load them anew";

    private final TableDefinition table;
    private final SegmentEntry segment;
    private final StoredSegment stored;
    private final Faults faults;
    private final long[] hashes = new long[Page.ROWS_MAX];

    PlacementCheck(TableDefinition table, SegmentEntry segment, StoredSegment stored, Faults faults) {
        this.table = table;
        this.segment = segment;
        this.stored = stored;
        this.faults = faults;
    }

    /// The place of the whole segment; `home` is the node of its slot.
    void checkSegment(int home) {
        int slots = table.distribution() instanceof Distribution.Hashed hashed ? hashed.slots() : 0;
        if (slots == 0 ? segment.slot() != REPLICATED : segment.slot() < 0 || segment.slot() >= slots) {
            faults.add(Check.SLOT, stored.imageName() + " is in slot " + segment.slot() + " of " + slots + ADVICE);
        } else if (segment.node() != home) {
            faults.add(
                    Check.SLOT,
                    stored.imageName() + " is on node " + segment.node() + ", its slot " + segment.slot() + " on node "
                            + home + ADVICE);
        }
        Partition.Scheme scheme = table.partitioning();
        boolean known = scheme == null
                ? segment.partition() == Partition.NONE
                : scheme.partitions().stream().anyMatch(partition -> partition.id() == segment.partition());
        if (!known) {
            faults.add(
                    Check.PARTITION,
                    stored.imageName() + " is in partition " + segment.partition() + ", which the table does not have"
                            + ADVICE);
        }
    }

    /// The next rows, by column id, with the ranges of their values; columns that could not be read are missing.
    void add(Map<Integer, Column.Plain> page, Map<Integer, ValueRange> ranges, int firstRow, int rows) {
        if (table.distribution() instanceof Distribution.Hashed hashed
                && !hashed.columnIds().isEmpty()
                && page.keySet().containsAll(hashed.columnIds())) {
            checkSlots(page, hashed, firstRow, rows);
        }
        Partition.Scheme scheme = table.partitioning();
        if (scheme != null) {
            Column.Plain values = page.get(scheme.columnId());
            ValueRange range = ranges.get(scheme.columnId());
            if (values != null && range != null && !isInside(scheme, range)) {
                checkPartition(scheme, values, firstRow);
            }
        }
    }

    private void checkSlots(Map<Integer, Column.Plain> page, Distribution.Hashed hashed, int firstRow, int rows) {
        List<Integer> ids = hashed.columnIds();
        hash(page, ids, hashes);
        for (int row = 0; row < rows; row++) {
            int slot = KeyHash.slot(hashes[row], hashed.slots());
            if (slot != segment.slot()) {
                int position = firstRow + row;
                faults.add(
                        Check.SLOT,
                        "row",
                        1,
                        () -> "row " + position + " of " + stored.imageName() + " belongs to slot " + slot
                                + ", but lies in slot " + segment.slot() + ADVICE);
            }
        }
    }

    /// The hash of some columns of each row; all of them are there.
    static void hash(Map<Integer, Column.Plain> page, List<Integer> columnIds, long[] hashes) {
        boolean first = true;
        for (int columnId : columnIds) {
            Column.Plain column = page.get(columnId);
            if (column == null) {
                throw new IllegalArgumentException("column " + columnId + " was not read");
            }
            if (first) {
                KeyHash.hash(column, null, hashes);
            } else {
                KeyHash.combine(column, null, hashes);
            }
            first = false;
        }
    }

    /// The bounds ascend, so that the least and the greatest value speak for all.
    private boolean isInside(Partition.Scheme scheme, ValueRange range) {
        boolean nulls = range.nulls() == 0 || scheme.partitions().getFirst().id() == segment.partition();
        return nulls
                && (range.min().isNull()
                        || id(scheme.of(range.min())) == segment.partition()
                                && id(scheme.of(range.max())) == segment.partition());
    }

    private static int id(@org.jspecify.annotations.Nullable Partition partition) {
        return partition == null ? Partition.NONE : partition.id();
    }

    private void checkPartition(Partition.Scheme scheme, Column.Plain values, int firstRow) {
        for (int row = 0; row < values.length(); row++) {
            if (id(scheme.of(values.datum(row))) != segment.partition()) {
                int position = firstRow + row;
                faults.add(
                        Check.PARTITION,
                        "row",
                        1,
                        () -> "row " + position + " of " + stored.imageName() + " is outside of its partition "
                                + segment.partition() + ADVICE);
            }
        }
    }
}
