package io.colonnade.exec.operator.window;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.SortKey;
import io.colonnade.exec.operator.sort.SortedRows;
import io.colonnade.exec.operator.state.NativeArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The partition around a place, and the peers of its rows, of all windows with the same keys.
///
/// ```text
/// city  day           partition 2..6, groups of peers 0: 2..3, 1: 3..5, 2: 5..6
/// Rome  1     2
/// Rome  4     3   \ peers
/// Rome  4     4   /
/// Rome  9     5
/// ```
///
/// *Use*: {@link #moveTo} a place, then {@link #peers} of the places from there on, in order.
final class Partition implements AutoCloseable {
    private static final int CHECKED_ROWS = 1 << 14;

    private final int partitionKeys;
    private final int orderKeys;
    private final List<SortKey> order;
    private final Runnable cancelCheck;
    private final NativeArray groupStarts;
    private boolean listsGroups;
    private @Nullable SortedRange range;
    int from;
    int to;
    private int peersStart;
    private int peersEnd;
    private int group;
    private int groupCount;
    /// Whether it goes on from the range before.
    boolean continued;
    /// The first place of it that may be looked at.
    int before;
    /// What of it was in ranges before.
    long rowsBefore;

    long groupsBefore;
    private long carriedRows;
    private long carriedGroups;
    /// Of the places that {@link #peers} was asked for, in their order.
    final int[] peersFrom = new int[Page.ROWS_MAX];

    final int[] peersTo = new int[Page.ROWS_MAX];
    final int[] groups = new int[Page.ROWS_MAX];

    Partition(int partitionKeys, int orderKeys, List<SortKey> order, MemoryPool pool, Runnable cancelCheck) {
        this.partitionKeys = partitionKeys;
        this.orderKeys = orderKeys;
        this.order = order;
        this.cancelCheck = cancelCheck;
        this.groupStarts = new NativeArray(pool);
    }

    boolean hasKeys(int ofPartition, int ofOrder) {
        return partitionKeys == ofPartition && orderKeys == ofOrder;
    }

    /// Makes {@link #groupStart} known for each partition.
    void listGroups() {
        listsGroups = true;
    }

    void begin(SortedRange next) {
        range = next;
        from = next.first();
        to = next.first();
    }

    private SortedRange range() {
        if (range == null) {
            throw new IllegalStateException("no rows");
        }
        return range;
    }

    /// Whether NULLs come first in the first key of the order.
    boolean nullsFirst() {
        return order.get(partitionKeys).nullsFirst();
    }

    boolean isAscending() {
        return order.get(partitionKeys).ascending();
    }

    /// Makes the partition of `place` this one, which is the one before or where that one ended.
    void moveTo(int place) {
        if (place < to) {
            return;
        }
        from = place;
        to = end(place, range().to(), partitionKeys);
        continued = range().continues() && place == range().first();
        before = continued ? place - range().adjacent() : place;
        rowsBefore = continued ? carriedRows : 0;
        groupsBefore = continued ? carriedGroups : 0;
        peersEnd = place;
        group = -1;
        if (listsGroups) {
            listStarts();
        }
    }

    /// Says that the partition goes on in the next range.
    void carry() {
        carriedRows = rowsBefore + to - from;
        carriedGroups = groupsBefore + group + 1;
    }

    /// The first place behind `place` whose row differs in the first `keys` keys.
    private int end(int place, int limit, int keys) {
        if (keys == 0) {
            return limit;
        }
        SortedRows rows = range().rows();
        int at = place + 1;
        while (at < limit && rows.areEqual(at - 1, at, keys)) {
            at++;
            if ((at & CHECKED_ROWS - 1) == 0) {
                cancelCheck.run();
            }
        }
        return at;
    }

    private int peersEnd(int place) {
        return orderKeys == 0 ? to : end(place, to, partitionKeys + orderKeys);
    }

    private void listStarts() {
        groupCount = 0;
        for (int place = from; place < to; place = peersEnd(place)) {
            groupStarts.ensure((groupCount + 1L) * 4, (byte) 0).set(Lanes.INT, groupCount * 4L, place);
            groupCount++;
        }
    }

    /// Where a group of peers begins, counted from 0; the end of the partition behind the last.
    int groupStart(long number) {
        return number >= groupCount ? to : groupStarts.segment().get(Lanes.INT, number * 4);
    }

    /// Finds the peers of places of this partition, which follow those it was asked for before.
    void peers(int first, int end) {
        for (int place = first; place < end; place++) {
            if (place >= peersEnd) {
                peersStart = place;
                peersEnd = peersEnd(place);
                group++;
            }
            peersFrom[place - first] = peersStart;
            peersTo[place - first] = peersEnd;
            groups[place - first] = group;
        }
    }

    @Override
    public void close() {
        groupStarts.close();
    }
}
