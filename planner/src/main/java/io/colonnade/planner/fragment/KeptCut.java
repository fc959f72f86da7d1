package io.colonnade.planner.fragment;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.PlanFragment.Placement;
import io.colonnade.core.plan.KeepNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.planner.lower.KeptRoot;
import io.colonnade.planner.lower.NodeIds;
import io.colonnade.planner.statement.KeptPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Cuts what a query keeps, and remembers how its rows lie for those that read them.
///
/// Rows stay where they are made: each node keeps its own, or all of them if every node has them anyway. Those of a
/// recursive query are gathered at the coordinator, where each generation is made of the one before.
public final class KeptCut {
    private final CatalogSnapshot snapshot;
    private final NodeIds ids;
    private final int nodeCount;
    private final Map<Integer, Spread> spreads = new HashMap<>();

    public KeptCut(CatalogSnapshot snapshot, NodeIds ids, int nodeCount) {
        this.snapshot = snapshot;
        this.ids = ids;
        this.nodeCount = nodeCount;
    }

    /// How the rows lie that were kept under that name.
    Spread spread(int kept) {
        Spread spread = spreads.get(kept);
        if (spread == null) {
            throw new IllegalStateException("nothing was kept as " + kept);
        }
        return spread;
    }

    /// The fragments of one of them; those that it reads were cut before.
    public KeptPlan cut(KeptRoot root) {
        PlanNode next = root.next();
        if (next == null) {
            return new KeptPlan(root.kept(), fragments(root, root.first(), false), List.of(), root.rowsWanted());
        }
        List<PlanFragment> first = fragments(root, root.first(), true);
        return new KeptPlan(root.kept(), first, fragments(root, next, true), root.rowsWanted());
    }

    private List<PlanFragment> fragments(KeptRoot root, PlanNode plan, boolean atCoordinator) {
        PlanFragmenter fragmenter = new PlanFragmenter(snapshot, ids, nodeCount, this);
        Piece piece = nodeCount == 1 ? new Piece(plan, new Spread.Single()) : fragmenter.cut(plan);
        boolean inPlace = !atCoordinator && spreadToKeep(piece.spread()) != null;
        Piece kept = inPlace ? piece : fragmenter.toCoordinator(piece);
        spreads.put(root.kept(), kept.spread());
        KeepNode node = new KeepNode(ids.next(ids.rows(plan.id())), kept.node(), root.kept(), 0);
        return fragmenter.finish(node, inPlace ? Placement.ALL_NODES : Placement.COORDINATOR, new Output.None());
    }

    /// Null if the rows have to be brought to one place.
    private static @Nullable Spread spreadToKeep(Spread spread) {
        return switch (spread) {
            case Spread.Partitioned partitioned -> partitioned;
            case Spread.Everywhere everywhere -> everywhere.isStable() ? everywhere : null;
            case Spread.Single single -> null;
        };
    }
}
