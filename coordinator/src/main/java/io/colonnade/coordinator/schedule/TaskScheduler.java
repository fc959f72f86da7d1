package io.colonnade.coordinator.schedule;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskId;
import io.colonnade.core.fragment.TaskSettings;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.RemoteSourceNode;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.core.type.Datum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives each fragment its nodes, and each of their tasks its segments, files and peers.
///
/// ```text
/// fragment 0 COORDINATOR            task 0@3   receives 1 from [0 1 2]
/// fragment 1 ALL_NODES     GATHER   task 1@0   its segments of lineorder and part, sends to [3]
///                                   task 1@1 ... 1@2
/// ```
///
/// Files of a COPY or a query are dealt to the nodes in turn.
public final class TaskScheduler {
    private static final int RELAY_NODE = -2;

    private final Nodes nodes;

    public TaskScheduler(Nodes nodes) {
        this.nodes = nodes;
    }

    /// The tasks of a query, consumers before producers.
    public List<TaskSpec> schedule(
            QueryId queryId,
            List<PlanFragment> planned,
            CatalogSnapshot snapshot,
            List<String> files,
            List<Datum> parameters,
            TaskSettings settings) {
        List<PlanFragment> fragments = withRelay(planned);
        Map<Integer, List<Integer>> placement = new HashMap<>();
        Map<Integer, Integer> consumers = new HashMap<>();
        for (PlanFragment fragment : fragments) {
            placement.put(fragment.id(), place(queryId, fragment));
            for (PlanNode node : nodesOf(fragment.root())) {
                if (node instanceof RemoteSourceNode source) {
                    consumers.put(source.fragmentId(), fragment.id());
                }
            }
        }
        List<TaskSpec> tasks = new ArrayList<>();
        for (PlanFragment fragment : fragments) {
            List<Integer> places = nodesOfFragment(placement, fragment.id());
            Integer consumer = consumers.get(fragment.id());
            List<Integer> receivers = consumer == null ? List.of() : nodesOfFragment(placement, consumer);
            List<PlanNode> plan = nodesOf(fragment.root());
            List<TaskSpec.Producers> producers = plan.stream()
                    .filter(RemoteSourceNode.class::isInstance)
                    .map(node -> ((RemoteSourceNode) node).fragmentId())
                    .distinct()
                    .map(id -> new TaskSpec.Producers(id, nodesOfFragment(placement, id)))
                    .toList();
            for (int i = 0; i < places.size(); i++) {
                int node = places.get(i);
                tasks.add(new TaskSpec(
                        new TaskId(queryId, 1, fragment.id(), node),
                        fragment,
                        receivers,
                        producers,
                        scans(plan, node, snapshot),
                        files(plan, files, i, places.size()),
                        parameters,
                        settings));
            }
        }
        return tasks;
    }

    /// Rows for the client leave from the coordinator: if the root fragment runs elsewhere, one more passes
    /// them on.
    private List<PlanFragment> withRelay(List<PlanFragment> planned) {
        PlanFragment root = planned.getFirst();
        boolean onCoordinator = root.placement() == PlanFragment.Placement.COORDINATOR
                || nodes.data().equals(List.of(nodes.coordinator()));
        if (!(root.output() instanceof Output.Client) || onCoordinator) {
            return planned;
        }
        int relay = planned.stream().mapToInt(PlanFragment::id).max().orElse(0) + 1;
        List<PlanFragment> fragments = new ArrayList<>(planned);
        fragments.set(0, new PlanFragment(root.id(), root.root(), root.placement(), new Output.Gather()));
        fragments.addFirst(new PlanFragment(
                relay,
                new RemoteSourceNode(RELAY_NODE, root.id(), root.root().outputTypes(), List.of()),
                PlanFragment.Placement.COORDINATOR,
                new Output.Client()));
        return fragments;
    }

    private List<Integer> place(QueryId queryId, PlanFragment fragment) {
        return switch (fragment.placement()) {
            case COORDINATOR -> List.of(nodes.coordinator());
            case ANY_NODE ->
                List.of(nodes.data()
                        .get(Math.floorMod(queryId.value(), nodes.data().size())));
            case ALL_NODES -> nodes.data();
        };
    }

    private static List<Integer> nodesOfFragment(Map<Integer, List<Integer>> placement, int fragment) {
        List<Integer> places = placement.get(fragment);
        if (places == null) {
            throw EngineException.internal("the plan has no fragment " + fragment);
        }
        return places;
    }

    private static List<PlanNode> nodesOf(PlanNode root) {
        List<PlanNode> all = new ArrayList<>();
        all.add(root);
        for (int i = 0; i < all.size(); i++) {
            all.addAll(all.get(i).inputs());
        }
        return all;
    }

    private static List<TaskSpec.ScanInput> scans(List<PlanNode> plan, int node, CatalogSnapshot snapshot) {
        List<TaskSpec.ScanInput> scans = new ArrayList<>();
        for (PlanNode part : plan) {
            if (part instanceof ScanNode scan) {
                List<TaskSpec.ScanSegment> segments = snapshot.segments(scan.tableId()).stream()
                        .filter(entry -> entry.node() == node)
                        .map(entry -> new TaskSpec.ScanSegment(entry.id(), entry.deleted()))
                        .toList();
                scans.add(new TaskSpec.ScanInput(scan.id(), segments));
            }
        }
        return scans;
    }

    private static List<TaskSpec.FileInput> files(List<PlanNode> plan, List<String> files, int task, int tasks) {
        List<TaskSpec.FileInput> inputs = new ArrayList<>();
        for (PlanNode part : plan) {
            if (part instanceof FileScanNode scan) {
                // Not all scans of one file begin with the same node.
                List<String> all = scan.files().isEmpty() ? files : scan.files();
                int first = scan.files().isEmpty() ? task : Math.floorMod(task + scan.id(), tasks);
                List<String> own = new ArrayList<>();
                for (int i = first; i < all.size(); i += tasks) {
                    own.add(all.get(i));
                }
                inputs.add(new TaskSpec.FileInput(scan.id(), own));
            }
        }
        return inputs;
    }
}
