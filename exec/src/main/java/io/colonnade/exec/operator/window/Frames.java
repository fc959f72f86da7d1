package io.colonnade.exec.operator.window;

import io.colonnade.core.page.Page;
import io.colonnade.core.plan.WindowBound;
import io.colonnade.core.plan.WindowFrame;
import io.colonnade.core.plan.WindowFrame.Exclusion;
import org.jspecify.annotations.Nullable;

/// Which places each of some rows sees, in up to three pieces: without an exclusion one, else what is before
/// the rows left out, the row itself if it alone stays, and what is behind.
///
/// Bounds of RANGE move on with the row, since they are in the order of the keys.
final class Frames {
    private final WindowFrame frame;
    private final Partition partition;
    private final @Nullable Values key;
    private final @Nullable Values startValues;
    private final @Nullable Values endValues;
    /// Pieces of a row.
    final int pieces;
    /// Piece `p` of the row with index `i` is at `i * pieces + p`; it is empty if it does not end behind its start.
    final int[] starts;

    final int[] ends;
    private int partitionFrom = -1;
    private int rangeStart;
    private int rangeEnd;

    Frames(
            WindowFrame frame,
            Partition partition,
            @Nullable Values key,
            @Nullable Values startValues,
            @Nullable Values endValues) {
        this.frame = frame;
        this.partition = partition;
        this.key = key;
        this.startValues = startValues;
        this.endValues = endValues;
        this.pieces = frame.exclusion() == Exclusion.NO_OTHERS ? 1 : 3;
        this.starts = new int[Page.ROWS_MAX * pieces];
        this.ends = new int[Page.ROWS_MAX * pieces];
        if (frame.unit() == WindowFrame.Unit.GROUPS) {
            partition.listGroups();
        }
    }

    boolean isOf(WindowFrame other) {
        return frame.equals(other);
    }

    /// Whether each frame begins with its partition.
    boolean areFromStart() {
        return frame.start().kind() == WindowBound.Kind.UNBOUNDED_PRECEDING;
    }

    void begin() {
        partitionFrom = -1;
        for (Values values : new @Nullable Values[] {key, startValues, endValues}) {
            if (values != null) {
                values.needOrder();
            }
        }
    }

    /// The frames of places of the partition, whose peers are known.
    void compute(int first, int end) {
        if (partitionFrom != partition.from) {
            partitionFrom = partition.from;
            rangeStart = firstKey();
            rangeEnd = firstKey();
        }
        for (int place = first; place < end; place++) {
            int i = place - first;
            int from = Math.max(partition.before, start(place, i));
            int to = Math.max(from, Math.min(partition.to, end(place, i)));
            if (pieces == 1) {
                starts[i] = from;
                ends[i] = to;
            } else {
                exclude(place, i, from, to);
            }
        }
    }

    private void exclude(int place, int i, int from, int to) {
        boolean single = frame.exclusion() == Exclusion.CURRENT_ROW;
        int outFrom = single ? place : partition.peersFrom[i];
        int outTo = single ? place + 1 : partition.peersTo[i];
        boolean stays = frame.exclusion() == Exclusion.TIES && place >= from && place < to;
        starts[i * 3] = from;
        ends[i * 3] = Math.min(to, outFrom);
        starts[i * 3 + 1] = place;
        ends[i * 3 + 1] = stays ? place + 1 : place;
        starts[i * 3 + 2] = Math.max(from, outTo);
        ends[i * 3 + 2] = to;
    }

    private int start(int place, int i) {
        WindowBound bound = frame.start();
        return switch (bound.kind()) {
            case UNBOUNDED_PRECEDING -> partition.from;
            case UNBOUNDED_FOLLOWING -> partition.to;
            case CURRENT_ROW -> frame.unit() == WindowFrame.Unit.ROWS ? place : partition.peersFrom[i];
            case PRECEDING, FOLLOWING ->
                switch (frame.unit()) {
                    case ROWS -> clamp(place + signed(bound));
                    case GROUPS -> groupStart(partition.groups[i] + signed(bound));
                    case RANGE -> rangeStart(place, i);
                };
        };
    }

    private int end(int place, int i) {
        WindowBound bound = frame.end();
        return switch (bound.kind()) {
            case UNBOUNDED_PRECEDING -> partition.from;
            case UNBOUNDED_FOLLOWING -> partition.to;
            case CURRENT_ROW -> frame.unit() == WindowFrame.Unit.ROWS ? place + 1 : partition.peersTo[i];
            case PRECEDING, FOLLOWING ->
                switch (frame.unit()) {
                    case ROWS -> clamp(plusOne(place + signed(bound)));
                    case GROUPS -> groupStart(plusOne(partition.groups[i] + signed(bound)));
                    case RANGE -> rangeEnd(place, i);
                };
        };
    }

    /// The distance forward, small enough to be added to a place.
    private static long signed(WindowBound bound) {
        long distance = Math.min(bound.distance(), Integer.MAX_VALUE);
        return bound.kind() == WindowBound.Kind.PRECEDING ? -distance : distance;
    }

    private static long plusOne(long place) {
        return place + 1;
    }

    private int clamp(long place) {
        return (int) Math.clamp(place, partition.before, (long) partition.to);
    }

    private int groupStart(long group) {
        return group <= 0 ? partition.from : partition.groupStart(group);
    }

    private static Values required(@Nullable Values values) {
        if (values == null) {
            throw new IllegalStateException("a frame without the values of its bounds");
        }
        return values;
    }

    /// The first place whose key is not NULL.
    private int firstKey() {
        if (key == null || !partition.nullsFirst()) {
            return partition.from;
        }
        return partition.to - key.present(partition.from, partition.to);
    }

    private int lastKeyEnd(Values keys) {
        return partition.nullsFirst() ? partition.to : partition.from + keys.present(partition.from, partition.to);
    }

    private int rangeStart(int place, int i) {
        Values keys = required(key);
        Values bounds = required(startValues);
        if (keys.isNull(place)) {
            return partition.peersFrom[i];
        }
        int limit = lastKeyEnd(keys);
        while (rangeStart < limit && order(keys, rangeStart, bounds, place) < 0) {
            rangeStart++;
        }
        return rangeStart;
    }

    private int rangeEnd(int place, int i) {
        Values keys = required(key);
        Values bounds = required(endValues);
        if (keys.isNull(place)) {
            return partition.peersTo[i];
        }
        int limit = lastKeyEnd(keys);
        while (rangeEnd < limit && order(keys, rangeEnd, bounds, place) <= 0) {
            rangeEnd++;
        }
        return rangeEnd;
    }

    private int order(Values keys, int keyPlace, Values bounds, int place) {
        int order = keys.compare(keyPlace, bounds, place);
        return partition.isAscending() ? order : -order;
    }
}
