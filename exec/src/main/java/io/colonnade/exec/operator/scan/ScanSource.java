package io.colonnade.exec.operator.scan;

import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.operator.runtimefilter.RuntimeFilter;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Figures;
import io.colonnade.exec.task.Source;
import io.colonnade.storage.segment.SegmentLease;
import io.colonnade.storage.segment.SegmentStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Hands out the blocks of a table's segments to readers, one block a morsel.
///
/// When the number of readers is asked for, all runtime filters are known: blocks that zones rule out are
/// left out then, by one {@link BlockSearch}, up to where there is work for every reader.
///
/// *Ownership*: holds a lease on every segment until the task ends, so that dictionaries of its pages live as
/// long.
public final class ScanSource implements Source {
    private final ScanNode node;
    private final List<Datum> parameters;
    private final List<FilterInput> filters;
    private final List<SegmentLease> leases = new ArrayList<>();
    private final List<ScannedSegment> segments = new ArrayList<>();
    /// The number of the first block of each segment, and behind the last of all.
    private final int[] firstBlocks;
    private final AtomicInteger taken = new AtomicInteger();
    private final BlockSearch search;
    /// The number of the first block that was not looked at.
    private int firstUnseen;

    /// A runtime filter for position `column` of the scan's columns; answers null if there is none after all.
    public record FilterInput(int column, Supplier<@Nullable RuntimeFilter> filter) {}

    public ScanSource(
            ScanNode node,
            List<Datum> parameters,
            List<FilterInput> filters,
            SegmentStore store,
            List<TaskSpec.ScanSegment> inputs) {
        this.node = node;
        this.parameters = List.copyOf(parameters);
        this.filters = List.copyOf(filters);
        this.firstBlocks = new int[inputs.size() + 1];
        this.search = new BlockSearch(node, this.parameters);
        try {
            for (int i = 0; i < inputs.size(); i++) {
                SegmentLease lease = store.open(inputs.get(i).segmentId());
                leases.add(lease);
                segments.add(new ScannedSegment(lease.segment(), inputs.get(i).deleted()));
                firstBlocks[i + 1] = firstBlocks[i] + lease.segment().blockCount();
            }
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    /// A block to be read.
    record Morsel(ScannedSegment segment, int block) {}

    @Nullable
    Morsel take() {
        int turn = taken.getAndIncrement();
        if (turn < search.found.size()) {
            return search.found.get(turn);
        }
        int number = firstUnseen + turn - search.found.size();
        if (number >= firstBlocks[segments.size()]) {
            return null;
        }
        int segment = java.util.Arrays.binarySearch(firstBlocks, number);
        if (segment < 0) {
            segment = -segment - 2;
        }
        // Segments without blocks share their first number with the next one.
        while (firstBlocks[segment + 1] == number) {
            segment++;
        }
        return new Morsel(segments.get(segment), number - firstBlocks[segment]);
    }

    @Override
    public int driversMax() {
        for (FilterInput input : filters) {
            RuntimeFilter filter = input.filter().get();
            if (filter != null) {
                search.add(input.column(), filter);
            }
        }
        search.look(segments);
        firstUnseen = firstBlocks[search.segmentsSeen];
        int unseen = firstBlocks[segments.size()] - firstUnseen;
        return unseen > 0
                ? unseen + search.found.size()
                : Math.min(Math.max(1, search.found.size()), search.fullBlocks());
    }

    @Override
    public Reader reader(DriverContext driver) {
        List<BlockFilter> live = new ArrayList<>();
        for (FilterInput input : filters) {
            RuntimeFilter filter = input.filter().get();
            if (filter != null) {
                live.add(new BlockFilter(input.column(), filter));
            }
        }
        if (driver.number() == 0) {
            Figures figures = driver.figures(node.id());
            figures.blocks += search.skippedByZone + search.skippedByFilter;
            figures.blocksSkippedByZone += search.skippedByZone;
            figures.blocksSkippedByFilter += search.skippedByFilter;
        }
        return new ScanReader(this, node, parameters, live, driver);
    }

    @Override
    public void close() {
        leases.forEach(SegmentLease::close);
        leases.clear();
    }
}
