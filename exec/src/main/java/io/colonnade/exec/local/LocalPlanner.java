package io.colonnade.exec.local;

import io.colonnade.core.fragment.Output;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.DeleteNode;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.plan.FilterNode;
import io.colonnade.core.plan.GroupTopNode;
import io.colonnade.core.plan.GroupingSetsNode;
import io.colonnade.core.plan.IdentityNode;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.plan.KeepNode;
import io.colonnade.core.plan.KeptRowsNode;
import io.colonnade.core.plan.LimitNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ProjectNode;
import io.colonnade.core.plan.RemoteSourceNode;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.SortNode;
import io.colonnade.core.plan.SystemScanNode;
import io.colonnade.core.plan.TableWriteNode;
import io.colonnade.core.plan.TopNNode;
import io.colonnade.core.plan.UnionAllNode;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.plan.WindowNode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kept.KeepSink;
import io.colonnade.exec.kept.KeptRows;
import io.colonnade.exec.kept.KeptRowsSource;
import io.colonnade.exec.operator.aggregate.AggregateSink;
import io.colonnade.exec.operator.aggregate.AggregateSource;
import io.colonnade.exec.operator.flow.DeleteOperator;
import io.colonnade.exec.operator.flow.DiscardSink;
import io.colonnade.exec.operator.flow.FileScanSource;
import io.colonnade.exec.operator.flow.FilterOperator;
import io.colonnade.exec.operator.flow.GroupingSetsOperator;
import io.colonnade.exec.operator.flow.IdentityOperator;
import io.colonnade.exec.operator.flow.LimitOperator;
import io.colonnade.exec.operator.flow.ProjectOperator;
import io.colonnade.exec.operator.flow.TableWriteSink;
import io.colonnade.exec.operator.flow.ValuesSource;
import io.colonnade.exec.operator.join.JoinBuild;
import io.colonnade.exec.operator.join.JoinProbe;
import io.colonnade.exec.operator.join.SpilledJoinSource;
import io.colonnade.exec.operator.scan.ScanSource;
import io.colonnade.exec.operator.sort.GroupTopOperator;
import io.colonnade.exec.operator.sort.SortSink;
import io.colonnade.exec.operator.sort.SortSource;
import io.colonnade.exec.operator.window.WindowSource;
import io.colonnade.exec.spill.SpillSpace;
import io.colonnade.exec.task.Operator;
import io.colonnade.exec.task.Pipeline;
import io.colonnade.exec.task.Sink;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.TaskContext;
import io.colonnade.exec.task.TaskExecution;
import io.colonnade.exec.task.TaskPool;
import io.colonnade.storage.node.NodeStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Turns the plan of a task into pipelines: one exhaustive switch over the kinds of nodes.
///
/// ```text
/// Aggregate                        pipeline 0   Scan dates     -> build of Join
///   Join  probe | build     ->     pipeline 1   Scan lineorder -> probe of Join -> groups of Aggregate
///     Scan lineorder               pipeline 2   groups of Aggregate -> output
///     Scan dates
/// ```
///
/// A node that keeps all its rows (join build, aggregate, sort) ends a pipeline and, but for the join, begins
/// another; the inputs of a UNION ALL are pipelines into one sink.
public final class LocalPlanner {
    private final TaskContext task;
    private final NodeStorage storage;
    private final FileSystem files;
    private final SpillSpace spill;
    private final List<Pipeline> pipelines = new ArrayList<>();
    private final Map<Integer, JoinBuild> builds = new HashMap<>();
    private final Set<ScanNode.RuntimeFilterUse> filterUses = new HashSet<>();
    /// What was made so far, to be closed if the rest cannot be made.
    private final List<AutoCloseable> made = new ArrayList<>();

    private LocalPlanner(TaskContext task, NodeStorage storage, FileSystem files) {
        this.task = task;
        this.storage = storage;
        this.files = files;
        this.spill = new SpillSpace(storage.files(), storage::temporaryFile);
    }

    /// Starts a task on this node. If it throws, nothing was started and nothing is left open but the task's
    /// memory pool.
    public static TaskExecution start(TaskContext task, NodeStorage storage, FileSystem files, TaskPool pool) {
        LocalPlanner planner = new LocalPlanner(task, storage, files);
        try {
            planner.planRoot(task.spec());
            return TaskExecution.start(task, planner.pipelines, List.of(planner.spill), pool);
        } catch (Throwable e) {
            planner.closeAll(e);
            throw e;
        }
    }

    private void closeAll(Throwable reason) {
        for (AutoCloseable part : made.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                reason.addSuppressed(e);
            }
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        made.add(part);
        return part;
    }

    private void planRoot(TaskSpec spec) {
        PlanNode root = spec.fragment().root();
        collectFilterUses(root);
        if (root instanceof TableWriteNode write) {
            List<Draft> inputs = plan(write.input());
            end(inputs, keep(new TableWriteSink(write, storage, task)), write.id());
        } else if (root instanceof KeepNode keep) {
            end(plan(keep.input()), keep(new KeepSink(keep, kept())), keep.id());
        } else if (root instanceof DeleteNode && spec.fragment().output() instanceof Output.None) {
            end(plan(root), keep(new DiscardSink()), -1);
        } else {
            List<Draft> inputs = plan(root);
            end(inputs, keep(task.exchange().sink(spec.fragment().output(), root.outputTypes(), task)), -1);
        }
    }

    private KeptRows kept() {
        return task.query()
                .part(
                        KeptRows.class,
                        memory -> new KeptRows(memory, new SpillSpace(storage.files(), storage::temporaryFile)));
    }

    private void collectFilterUses(PlanNode node) {
        if (node instanceof ScanNode scan) {
            filterUses.addAll(scan.runtimeFilters());
        }
        node.inputs().forEach(this::collectFilterUses);
    }

    private void end(List<Draft> drafts, Sink sink, int nodeId) {
        drafts.forEach(draft -> pipelines.add(draft.into(sink, nodeId)));
    }

    private List<Draft> plan(PlanNode node) {
        return switch (node) {
            case ScanNode n -> List.of(scan(n));
            case FileScanNode n -> List.of(source(n, new FileScanSource(n, paths(n), task, files)));
            case SystemScanNode n -> throw new IllegalArgumentException("rows of " + n.tableName() + " are missing");
            case ValuesNode n -> List.of(source(n, new ValuesSource(n)));
            case RemoteSourceNode n -> List.of(source(n, task.exchange().source(n, task)));
            case KeptRowsNode n -> List.of(source(n, new KeptRowsSource(n, kept())));
            case FilterNode n -> staged(n, n.input(), driver -> new FilterOperator(n, driver));
            case ProjectNode n -> project(n);
            case DeleteNode n -> delete(n);
            case IdentityNode n -> identity(n);
            case LimitNode n -> staged(n, n.input(), LimitOperator.factory(n));
            case JoinNode n -> join(n);
            case AggregateNode n -> aggregate(n);
            case WindowNode n -> window(n);
            case SortNode n -> sort(n, n.input(), n.keys(), 0, Long.MAX_VALUE);
            case TopNNode n -> sort(n, n.input(), n.keys(), n.offset(), n.limit());
            case UnionAllNode n -> union(n);
            case GroupTopNode n -> staged(n, n.input(), driver -> new GroupTopOperator(n, driver));
            case GroupingSetsNode n -> staged(n, n.input(), driver -> new GroupingSetsOperator(n));
            case TableWriteNode n -> throw new IllegalStateException("a table write below the root of its fragment");
            case KeepNode n -> throw new IllegalStateException("rows are kept below the root of their fragment");
        };
    }

    private Draft source(PlanNode node, Source source) {
        return Draft.of(keep(source), node.id(), node.outputTypes().size());
    }

    private List<Draft> staged(PlanNode node, PlanNode input, Operator.Factory factory) {
        List<Draft> drafts = plan(input);
        drafts.forEach(draft -> draft.stage(node.id(), factory));
        return drafts;
    }

    private List<Draft> project(ProjectNode node) {
        List<Draft> drafts = staged(node, node.input(), driver -> new ProjectOperator(node, driver));
        drafts.forEach(draft -> draft.project(node.expressions()));
        return drafts;
    }

    private List<Draft> delete(DeleteNode node) {
        List<Draft> drafts = staged(node, node.input(), DeleteOperator.factory(node, task));
        drafts.forEach(draft -> draft.rearrange(node.outputs()));
        return drafts;
    }

    private List<Draft> identity(IdentityNode node) {
        List<Draft> drafts = staged(node, node.input(), driver -> new IdentityOperator(node, storage, driver));
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < node.outputTypes().size(); i++) {
            positions.add(i == node.position() ? -1 : i);
        }
        drafts.forEach(draft -> draft.rearrange(positions));
        return drafts;
    }

    private List<Draft> union(UnionAllNode node) {
        List<Draft> drafts = new ArrayList<>();
        node.inputs().forEach(input -> drafts.addAll(plan(input)));
        return drafts;
    }

    private Draft scan(ScanNode node) {
        List<ScanSource.FilterInput> filters = new ArrayList<>();
        List<JoinBuild> makers = new ArrayList<>();
        for (ScanNode.RuntimeFilterUse use : node.runtimeFilters()) {
            // A join of another task is left out: its filter is an edge that may be missing.
            JoinBuild build = builds.get(use.joinId());
            if (build != null) {
                filters.add(new ScanSource.FilterInput(use.column(), () -> build.filter(use.key())));
                makers.add(build);
            }
        }
        TaskSpec spec = task.spec();
        List<TaskSpec.ScanSegment> segments = spec.scans().stream()
                .filter(input -> input.nodeId() == node.id())
                .flatMap(input -> input.segments().stream())
                .toList();
        ScanSource source = keep(new ScanSource(node, spec.parameters(), filters, storage.segments(), segments));
        int[] origins = node.outputs().stream().mapToInt(Integer::intValue).toArray();
        Draft draft = new Draft(source, node.id(), origins, node.runtimeFilters());
        makers.forEach(draft::after);
        return draft;
    }

    private List<Path> paths(FileScanNode node) {
        return task.spec().files().stream()
                .filter(input -> input.nodeId() == node.id())
                .flatMap(input -> input.paths().stream())
                .map(Path::of)
                .toList();
    }

    private List<Draft> join(JoinNode node) {
        JoinBuild build = keep(new JoinBuild(node, task, spill));
        filterUses.stream().filter(use -> use.joinId() == node.id()).forEach(use -> build.requestFilter(use.key()));
        end(plan(node.build()), build, node.id());
        builds.put(node.id(), build);
        List<Draft> drafts = plan(node.probe());
        for (Draft draft : drafts) {
            boolean filtered = node.probeKeys().size() == 1
                    && draft.isFiltered(node.id(), 0, node.probeKeys().getFirst());
            draft.after(build);
            draft.stage(node.id(), JoinProbe.factory(node, build, filtered));
            draft.rearrange(node.outputs());
        }
        List<Draft> all = new ArrayList<>(drafts);
        all.add(source(node, new SpilledJoinSource(build)).afterAll(drafts));
        return all;
    }

    private List<Draft> aggregate(AggregateNode node) {
        AggregateSink sink = keep(new AggregateSink(node, task, spill));
        end(plan(node.input()), sink, node.id());
        return List.of(source(node, new AggregateSource(sink)).after(sink));
    }

    private List<Draft> window(WindowNode node) {
        List<Type> types = node.input().outputTypes();
        SortSink sink = keep(new SortSink(node.id(), types, node.order(), Long.MAX_VALUE, task, spill));
        end(plan(node.input()), sink, node.id());
        return List.of(source(node, new WindowSource(node, sink, task, spill)).after(sink));
    }

    private List<Draft> sort(PlanNode node, PlanNode input, List<SortKey> keys, long offset, long limit) {
        long first = limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + limit;
        SortSink sink = keep(new SortSink(node.id(), node.outputTypes(), keys, first, task, spill));
        end(plan(input), sink, node.id());
        return List.of(source(node, new SortSource(sink, offset, limit)).after(sink));
    }
}
