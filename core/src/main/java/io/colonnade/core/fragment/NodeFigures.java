package io.colonnade.core.fragment;

/// What a plan node did in a task, summed over its threads; the scan figures are 0 for other nodes.
///
/// `bytes` are bytes read (scans) or sent and received (exchanges), `nanos` time of its own without its inputs (0
/// unless profiled). A block is 64 Ki rows of a segment: `blocks` were due, of which the zone maps skipped
/// `blocksSkippedByZone` by the conjuncts and `blocksSkippedByFilter` by runtime filters; `rowsSkippedByFilter` rows
/// were dropped one by one by runtime filters.
public record NodeFigures(
        int nodeId,
        long rowsIn,
        long rowsOut,
        long nanos,
        long bytes,
        long blocks,
        long blocksSkippedByZone,
        long blocksSkippedByFilter,
        long rowsSkippedByFilter,
        long spilledBytes) {}
