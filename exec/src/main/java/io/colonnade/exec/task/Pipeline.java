package io.colonnade.exec.task;

import java.util.List;

/// A source, the operators its pages pass, and the sink they end in.
///
/// ```text
/// pipeline 0   Scan supplier -> Filter ------------------------> Join build 3
/// pipeline 1   Scan lineorder -> Join probe 3 -> Project ------> Aggregate 2     after pipeline 0
/// pipeline 2   groups of Aggregate 2 -> Top n -----------------> client          after pipeline 1
/// ```
///
/// It starts when every sink of `after` has finished and every pipeline of `afterPipelines` has ended. Several
/// pipelines
/// may end in one sink (UNION ALL, the rows that a join has spilled); the sink finishes when all of them have ended.
///
/// The node ids say to which plan nodes rows and times of source and sink are counted; -1 for none.
public record Pipeline(
        Source source,
        int sourceNodeId,
        List<Stage> stages,
        Sink sink,
        int sinkNodeId,
        List<Sink> after,
        List<Pipeline> afterPipelines) {
    /// An operator and the plan node it works for.
    public record Stage(int nodeId, Operator.Factory factory) {}

    public Pipeline {
        stages = List.copyOf(stages);
        after = List.copyOf(after);
        afterPipelines = List.copyOf(afterPipelines);
    }

    /// One that waits for sinks only.
    public Pipeline(Source source, int sourceNodeId, List<Stage> stages, Sink sink, int sinkNodeId, List<Sink> after) {
        this(source, sourceNodeId, stages, sink, sinkNodeId, after, List.of());
    }
}
