package io.colonnade.exec.task;

import io.colonnade.core.fragment.NodeFigures;

/// Counters of a plan node in one driver, as {@link NodeFigures} explains them.
///
/// *Thread safety*: one thread at a time; read by another only after the driver has ended.
public final class Figures {
    final int nodeId;
    public long rowsIn;
    public long rowsOut;
    public long nanos;
    public long bytes;
    public long blocks;
    public long blocksSkippedByZone;
    public long blocksSkippedByFilter;
    public long rowsSkippedByFilter;
    public long spilledBytes;

    public Figures(int nodeId) {
        this.nodeId = nodeId;
    }

    void add(Figures other) {
        rowsIn += other.rowsIn;
        rowsOut += other.rowsOut;
        nanos += other.nanos;
        bytes += other.bytes;
        blocks += other.blocks;
        blocksSkippedByZone += other.blocksSkippedByZone;
        blocksSkippedByFilter += other.blocksSkippedByFilter;
        rowsSkippedByFilter += other.rowsSkippedByFilter;
        spilledBytes += other.spilledBytes;
    }

    NodeFigures toNodeFigures() {
        return new NodeFigures(
                nodeId,
                rowsIn,
                rowsOut,
                nanos,
                bytes,
                blocks,
                blocksSkippedByZone,
                blocksSkippedByFilter,
                rowsSkippedByFilter,
                spilledBytes);
    }
}
