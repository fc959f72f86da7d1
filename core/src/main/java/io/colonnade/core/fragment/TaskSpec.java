package io.colonnade.core.fragment;

import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.core.type.Datum;
import java.util.List;

/// All that a node needs to run a task.
///
/// `consumers` are the nodes that run the tasks of the consuming fragment, in the order of their numbers; empty
/// for outputs without one. `producers` lists, for each fragment that this one reads, the nodes that send.
public record TaskSpec(
        TaskId id,
        PlanFragment fragment,
        List<Integer> consumers,
        List<Producers> producers,
        List<ScanInput> scans,
        List<FileInput> files,
        List<Datum> parameters,
        TaskSettings settings) {
    public TaskSpec {
        consumers = List.copyOf(consumers);
        producers = List.copyOf(producers);
        scans = List.copyOf(scans);
        files = List.copyOf(files);
        parameters = List.copyOf(parameters);
    }

    /// The nodes that send the rows of a fragment.
    public record Producers(int fragmentId, List<Integer> nodes) {
        public Producers {
            nodes = List.copyOf(nodes);
        }
    }

    /// The segments of this node that a scan reads.
    public record ScanInput(int nodeId, List<ScanSegment> segments) {
        public ScanInput {
            segments = List.copyOf(segments);
        }
    }

    /// A segment, and which of its rows are not there any more.
    public record ScanSegment(long segmentId, DeletedRows deleted) {}

    /// The files that a file scan reads in this task, as absolute paths.
    public record FileInput(int nodeId, List<String> paths) {
        public FileInput {
            paths = List.copyOf(paths);
        }
    }
}
