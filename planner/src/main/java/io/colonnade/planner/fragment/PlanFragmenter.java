package io.colonnade.planner.fragment;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.PlanFragment.Placement;
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
import io.colonnade.planner.lower.NodeIds;
import io.colonnade.planner.lower.PlanRewrite;
import io.colonnade.planner.lower.RuntimeFilters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Cuts a plan where rows have to change nodes.
///
/// ```text
/// on one node      one fragment
/// replicated only  one fragment on any node
/// else             scans and joins where the data lies | partial aggregates, sorted runs, first rows travel |
///                  final aggregate, merge, limit at the coordinator
/// ```
///
/// A join needs no exchange if its build side is whole on every node or both sides lie by their join keys; else its
/// build side goes to every node or both sides are dealt by their keys, whichever sends fewer rows.
public final class PlanFragmenter {
    private final CatalogSnapshot snapshot;
    private final NodeIds ids;
    private final int nodeCount;
    private final KeptCut kept;
    private final Map<Integer, PlanFragment> fragments = new TreeMap<>(Collections.reverseOrder());
    private int nextFragment = 1;

    PlanFragmenter(CatalogSnapshot snapshot, NodeIds ids, int nodeCount, KeptCut kept) {
        this.kept = kept;
        this.snapshot = snapshot;
        this.ids = ids;
        this.nodeCount = nodeCount;
    }

    /// The fragments of a query, the one for the client first.
    public static List<PlanFragment> fragment(
            PlanNode root, CatalogSnapshot snapshot, NodeIds ids, int nodeCount, KeptCut kept) {
        PlanFragmenter fragmenter = new PlanFragmenter(snapshot, ids, nodeCount, kept);
        if (nodeCount == 1) {
            return fragmenter.finish(root, Placement.COORDINATOR, new Output.Client());
        }
        Piece piece = fragmenter.cut(root);
        if (piece.spread() instanceof Spread.Partitioned) {
            piece = fragmenter.gather(piece, List.of());
        }
        return fragmenter.finish(piece.node(), placement(piece), new Output.Client());
    }

    /// The fragments that find the rows to delete.
    public static List<PlanFragment> fragmentDelete(
            PlanNode root, TableDefinition table, CatalogSnapshot snapshot, NodeIds ids, int nodeCount, KeptCut kept) {
        PlanFragmenter fragmenter = new PlanFragmenter(snapshot, ids, nodeCount, kept);
        if (nodeCount == 1) {
            return fragmenter.finish(root, Placement.COORDINATOR, new Output.None());
        }
        if (table.distribution() instanceof Distribution.Replicated) {
            return fragmenter.finish(new CopyCut(fragmenter).cut(root), Placement.ALL_NODES, new Output.None());
        }
        Piece piece = fragmenter.cut(root);
        return fragmenter.finish(piece.node(), placement(piece), new Output.None());
    }

    /// The fragments that write the rows of `source` into `table`.
    public static List<PlanFragment> fragmentWrite(
            PlanNode source,
            TableDefinition table,
            CatalogSnapshot snapshot,
            NodeIds ids,
            int nodeCount,
            KeptCut kept) {
        PlanFragmenter fragmenter = new PlanFragmenter(snapshot, ids, nodeCount, kept);
        if (nodeCount == 1) {
            return fragmenter.finish(fragmenter.write(source, table), Placement.COORDINATOR, new Output.None());
        }
        if (table.distribution() instanceof Distribution.Replicated && CopyCut.changesRows(source)) {
            PlanNode rows = source instanceof IdentityNode identity
                    ? fragmenter.numberCopies(identity)
                    : new CopyCut(fragmenter).cut(source);
            return fragmenter.finish(fragmenter.write(rows, table), Placement.ALL_NODES, new Output.None());
        }
        Piece piece = fragmenter.cut(source);
        PlanNode rows = switch (table.distribution()) {
            case Distribution.Replicated r -> fragmenter.send(piece, new Output.Broadcast(), List.of());
            case Distribution.Hashed hashed -> fragmenter.deal(piece, table, hashed);
        };
        return fragmenter.finish(fragmenter.write(rows, table), Placement.ALL_NODES, new Output.None());
    }

    /// Each node changes its own copy and comes to the same new rows. Those of one node get numbers and go to all.
    private PlanNode numberCopies(IdentityNode identity) {
        PlanNode rows = new CopyCut(this).cut(identity.input());
        Piece numbered = new Piece(identity.withInput(rows).ofCopies(), Spread.Partitioned.ANYHOW);
        return send(numbered, new Output.Broadcast(), List.of());
    }

    private PlanNode deal(Piece piece, TableDefinition table, Distribution.Hashed hashed) {
        List<Integer> keys = hashed.columnIds().stream().map(table::position).toList();
        boolean inPlace = piece.spread() instanceof Spread.Partitioned spread
                && (keys.isEmpty()
                        || spread.slots() == hashed.slots() && spread.keys().equals(keys));
        if (inPlace) {
            return piece.node();
        }
        Output output =
                keys.isEmpty() ? new Output.Hash(allColumns(piece.node())) : new Output.Slots(keys, hashed.slots());
        return send(piece, output, List.of());
    }

    private PlanNode write(PlanNode rows, TableDefinition table) {
        return new TableWriteNode(ids.next(0), rows, table);
    }

    List<PlanFragment> finish(PlanNode root, Placement placement, Output output) {
        fragments.put(0, new PlanFragment(0, root, placement, output));
        List<PlanFragment> ordered = new ArrayList<>();
        collect(0, ordered);
        return ordered.stream()
                .map(fragment -> new PlanFragment(
                        fragment.id(),
                        RuntimeFilters.attach(fragment.root(), ids),
                        fragment.placement(),
                        fragment.output()))
                .toList();
    }

    /// Consumers before producers, in the order in which a reader meets them.
    private void collect(int id, List<PlanFragment> ordered) {
        PlanFragment fragment = fragments.get(id);
        if (fragment == null) {
            throw new IllegalStateException("no fragment " + id);
        }
        ordered.add(fragment);
        sources(fragment.root(), ordered);
    }

    private void sources(PlanNode node, List<PlanFragment> ordered) {
        if (node instanceof RemoteSourceNode source) {
            collect(source.fragmentId(), ordered);
        }
        node.inputs().forEach(input -> sources(input, ordered));
    }

    Piece cut(PlanNode node) {
        return switch (node) {
            case ScanNode scan -> new Piece(scan, spread(scan));
            case ValuesNode values -> new Piece(values, new Spread.Everywhere(true));
            case SystemScanNode system -> new Piece(system, new Spread.Everywhere(true));
            case FileScanNode files -> new Piece(files, Spread.Partitioned.ANYHOW);
            case KeptRowsNode rows -> new Piece(rows, kept.spread(rows.kept()));
            case FilterNode filter -> {
                Piece input = cut(filter.input());
                yield input.above(filter);
            }
            case ProjectNode project -> {
                Piece input = cut(project.input());
                yield new Piece(
                        PlanRewrite.withInputs(project, List.of(input.node())),
                        moved(input.spread(), positionsIn(project)));
            }
            case JoinNode join -> new JoinCut(this).cut(join, cut(join.probe()), cut(join.build()));
            case AggregateNode aggregate -> new AggregateCut(this).cut(aggregate, cut(aggregate.input()));
            case WindowNode window -> window(window, cut(window.input()));
            case SortNode sort -> sort(sort, cut(sort.input()));
            case TopNNode top -> top(top, cut(top.input()));
            case LimitNode limit -> limit(limit, cut(limit.input()));
            case UnionAllNode union -> union(union);
            case GroupingSetsNode sets -> cut(sets.input()).above(sets);
            case GroupTopNode top -> cut(top.input()).above(top);
            case RemoteSourceNode source -> throw new IllegalStateException("cut already");
            case DeleteNode delete -> {
                Piece input = cut(delete.input());
                List<Integer> positions =
                        positionsIn(delete.outputs(), input.node().outputTypes().size());
                yield new Piece(
                        PlanRewrite.withInputs(delete, List.of(input.node())), moved(input.spread(), positions));
            }
            case IdentityNode identity -> {
                Piece input = cut(identity.input());
                List<Integer> positions = new ArrayList<>();
                for (int i = 0; i < input.node().outputTypes().size(); i++) {
                    positions.add(i == identity.position() || i == identity.mark() ? -1 : i);
                }
                // Numbers are given on one node: two would give different ones to the same row.
                yield new Piece(identity.withInput(input.node()), moved(input.spread(), positions)).unstable();
            }
            case TableWriteNode write -> throw new IllegalStateException("a write below the root");
            case KeepNode keep -> throw new IllegalStateException("rows are kept below the root");
        };
    }

    private Spread spread(ScanNode scan) {
        TableDefinition table = snapshot.table(scan.tableId())
                .orElseThrow(() -> new IllegalStateException("no table " + scan.tableName()));
        return switch (table.distribution()) {
            case Distribution.Replicated r -> new Spread.Everywhere(true);
            case Distribution.Hashed hashed -> {
                List<Integer> keys = new ArrayList<>();
                for (int columnId : hashed.columnIds()) {
                    for (int i = 0; i < scan.outputs().size(); i++) {
                        if (scan.columns().get(scan.outputs().get(i)).columnId() == columnId) {
                            keys.add(i);
                            break;
                        }
                    }
                }
                yield keys.size() == hashed.columnIds().size()
                        ? new Spread.Partitioned(keys, hashed.slots())
                        : Spread.Partitioned.ANYHOW;
            }
        };
    }

    static Spread moved(Spread spread, List<Integer> positions) {
        return spread instanceof Spread.Partitioned partitioned ? partitioned.moved(positions) : spread;
    }

    /// Where each column of the input of a projection stands in its output.
    private static List<Integer> positionsIn(ProjectNode project) {
        List<Integer> positions = new ArrayList<>(
                Collections.nCopies(project.input().outputTypes().size(), -1));
        for (int i = project.expressions().size() - 1; i >= 0; i--) {
            if (project.expressions().get(i) instanceof ColumnReference column) {
                positions.set(column.index(), i);
            }
        }
        return positions;
    }

    /// Where each of `width` columns stands among those that are passed on.
    private static List<Integer> positionsIn(List<Integer> outputs, int width) {
        List<Integer> positions = new ArrayList<>(Collections.nCopies(width, -1));
        for (int i = outputs.size() - 1; i >= 0; i--) {
            positions.set(outputs.get(i), i);
        }
        return positions;
    }

    /// All rows of a partition on one node.
    private Piece window(WindowNode window, Piece input) {
        if (!(input.spread() instanceof Spread.Partitioned spread)) {
            return input.above(window).unstable();
        }
        List<Integer> keys = window.partitionColumns();
        boolean inPlace = !spread.keys().isEmpty() && keys.containsAll(spread.keys());
        if (!inPlace && keys.isEmpty()) {
            return gather(input, List.of()).above(window);
        }
        PlanNode rows = inPlace ? input.node() : send(input, new Output.Hash(keys), List.of());
        Spread.Partitioned before = inPlace ? spread : new Spread.Partitioned(keys, 0);
        List<Integer> positions = positionsIn(
                window.outputs(), rows.outputTypes().size() + window.calls().size());
        return new Piece(PlanRewrite.withInputs(window, List.of(rows)), before.moved(positions));
    }

    private Piece sort(SortNode sort, Piece input) {
        Piece sorted = input.above(sort);
        return input.spread() instanceof Spread.Partitioned ? gather(sorted, sort.keys()) : sorted;
    }

    private Piece top(TopNNode top, Piece input) {
        if (!(input.spread() instanceof Spread.Partitioned)) {
            return input.above(top).unstable();
        }
        // Each node sends its first rows; merged they are in order again.
        PlanNode first = new TopNNode(
                ids.next(ids.rows(top.id()) * nodeCount), input.node(), top.keys(), 0, sum(top.offset(), top.limit()));
        Piece merged = gather(new Piece(first, input.spread()), top.keys());
        return new Piece(new LimitNode(top.id(), merged.node(), top.offset(), top.limit()), merged.spread());
    }

    private Piece limit(LimitNode limit, Piece input) {
        if (!(input.spread() instanceof Spread.Partitioned)) {
            return input.above(limit).unstable();
        }
        PlanNode first = new LimitNode(
                ids.next(ids.rows(limit.id()) * nodeCount), input.node(), 0, sum(limit.offset(), limit.limit()));
        Piece gathered = gather(new Piece(first, input.spread()), List.of());
        return gathered.above(limit);
    }

    private static long sum(long offset, long limit) {
        return limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + limit;
    }

    private Piece union(UnionAllNode union) {
        List<Piece> pieces = union.inputs().stream().map(this::cut).toList();
        if (pieces.stream().allMatch(piece -> piece.spread() instanceof Spread.Everywhere)) {
            boolean stable = pieces.stream().allMatch(piece -> ((Spread.Everywhere) piece.spread()).isStable());
            return new Piece(withInputs(union, pieces), new Spread.Everywhere(stable));
        }
        if (pieces.stream().noneMatch(piece -> piece.spread() instanceof Spread.Partitioned)) {
            return new Piece(
                    withInputs(union, pieces.stream().map(this::toCoordinator).toList()), new Spread.Single());
        }
        // What is not spread yet is dealt out, so that no row comes twice.
        List<Piece> dealt = pieces.stream()
                .map(piece -> piece.spread() instanceof Spread.Partitioned
                        ? piece
                        : new Piece(
                                send(piece, new Output.Hash(allColumns(piece.node())), List.of()),
                                Spread.Partitioned.ANYHOW))
                .toList();
        return new Piece(withInputs(union, dealt), Spread.Partitioned.ANYHOW);
    }

    private static PlanNode withInputs(PlanNode node, List<Piece> pieces) {
        return PlanRewrite.withInputs(node, pieces.stream().map(Piece::node).toList());
    }

    private static List<Integer> allColumns(PlanNode node) {
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < node.outputTypes().size(); i++) {
            columns.add(i);
        }
        return columns;
    }

    /// Brings a piece to the one task of the consuming fragment.
    Piece gather(Piece piece, List<SortKey> mergeKeys) {
        return new Piece(send(piece, new Output.Gather(), mergeKeys), new Spread.Single());
    }

    /// A piece as it can stand in a fragment at the coordinator, where no tables are.
    Piece toCoordinator(Piece piece) {
        return piece.spread() instanceof Spread.Single || !readsTables(piece.node())
                ? new Piece(piece.node(), new Spread.Single())
                : gather(piece, List.of());
    }

    /// Makes a fragment of the piece and gives what receives its rows.
    PlanNode send(Piece piece, Output output, List<SortKey> mergeKeys) {
        int fragment = nextFragment++;
        fragments.put(fragment, new PlanFragment(fragment, piece.node(), placement(piece), output));
        return new RemoteSourceNode(
                ids.next(ids.rows(piece.node().id())), fragment, piece.node().outputTypes(), mergeKeys);
    }

    private static Placement placement(Piece piece) {
        return switch (piece.spread()) {
            case Spread.Single s -> Placement.COORDINATOR;
            case Spread.Everywhere e -> readsTables(piece.node()) ? Placement.ANY_NODE : Placement.COORDINATOR;
            case Spread.Partitioned p -> Placement.ALL_NODES;
        };
    }

    static boolean readsTables(PlanNode node) {
        return node instanceof ScanNode
                || node instanceof FileScanNode
                || node instanceof KeptRowsNode
                || node.inputs().stream().anyMatch(PlanFragmenter::readsTables);
    }

    NodeIds ids() {
        return ids;
    }

    int nodeCount() {
        return nodeCount;
    }
}
