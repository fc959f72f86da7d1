package io.colonnade.storage.load;

import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.storage.meta.MovedRows;
import io.colonnade.storage.segment.PositionSet;
import io.colonnade.storage.segment.SegmentLease;
import io.colonnade.storage.segment.SegmentStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes one segment of several of the same slot and partition: without their deleted rows, with the columns
/// that the table has now, sorted.
///
/// ```text
/// [a c x e] [b d]      x was deleted      ->  [a b c d e]      moved: {0, 2, -1, 4} {1, 3}
/// ```
///
/// *Size*: the rows of one segment, as a load that has them in memory; a column at a time.
public final class SegmentMerge {
    private final LoadRequest request;
    private final SegmentTarget target;
    private int @Nullable [] order;

    /// `pool` pays for dictionaries and buffers.
    public SegmentMerge(TableDefinition table, SegmentTarget target, MemoryPool pool, Runnable cancelCheck) {
        this.request = new LoadRequest(table, SlotFunction.all(0), pool, Long.MAX_VALUE, cancelCheck);
        this.target = target;
    }

    /// The inputs have rows that are not deleted.
    public MergedSegment run(SegmentStore store, List<SegmentEntry> inputs) {
        SegmentEntry first = inputs.getFirst();
        List<SegmentRun> runs = new ArrayList<>();
        try {
            for (SegmentEntry input : inputs) {
                runs.add(open(store, input));
            }
            List<RunSlice> slices =
                    runs.stream().map(run -> new RunSlice(run, 0, run.rows())).toList();
            SegmentEntry made = new SegmentJob(request, target, first.slot(), first.partition(), slices)
                    .run(sorted -> order = sorted);
            return new MergedSegment(placed(made, first), moved(inputs, runs, made));
        } finally {
            runs.forEach(SegmentRun::close);
        }
    }

    private SegmentRun open(SegmentStore store, SegmentEntry input) {
        request.cancelCheck().run();
        SegmentLease lease = store.open(input.id());
        boolean done = false;
        try {
            PositionSet deleted = PositionSet.of(input.deleted());
            SegmentRun run =
                    new SegmentRun(lease.segment(), request.table(), deleted, true, request.pool(), lease::close);
            done = true;
            return run;
        } finally {
            if (!done) {
                lease.close();
            }
        }
    }

    private static SegmentEntry placed(SegmentEntry made, SegmentEntry like) {
        return new SegmentEntry(
                made.id(),
                made.tableId(),
                made.node(),
                like.slot(),
                like.partition(),
                made.rowCount(),
                made.sorted(),
                made.fileBytes(),
                made.fileChecksum(),
                made.imageBytes(),
                made.imageChecksum(),
                made.inline(),
                made.columns(),
                made.sketches(),
                made.deleted());
    }

    private List<MovedRows> moved(List<SegmentEntry> inputs, List<SegmentRun> runs, SegmentEntry made) {
        int[] sorted = order;
        int[] places = new int[(int) made.rowCount()];
        for (int i = 0; i < places.length; i++) {
            places[sorted == null ? i : sorted[i]] = i;
        }
        List<MovedRows> all = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < inputs.size(); i++) {
            SegmentEntry input = inputs.get(i);
            int[] positions = new int[(int) input.rowCount()];
            Arrays.fill(positions, -1);
            int rows = runs.get(i).rows();
            int[] live = runs.get(i).places(0, rows);
            for (int row = 0; row < rows; row++) {
                positions[live == null ? row : live[row]] = places[next++];
            }
            all.add(new MovedRows(input.tableId(), input.id(), input.deleted(), made.id(), positions));
        }
        return all;
    }
}
