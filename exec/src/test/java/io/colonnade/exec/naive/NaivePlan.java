package io.colonnade.exec.naive;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.DeleteNode;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.plan.FilterNode;
import io.colonnade.core.plan.GroupTopNode;
import io.colonnade.core.plan.GroupingSetsNode;
import io.colonnade.core.plan.IdentityNode;
import io.colonnade.core.plan.JoinKind;
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
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rows of a plan, node by node from lists of rows.
///
/// *Ties*: rows equal in all keys of an ordering come in the order of the input, of which a LIMIT takes the
/// first: the engine may take others.
public final class NaivePlan {
    private final Map<Integer, List<List<Datum>>> sources = new HashMap<>();
    private final NaiveAggregate aggregate = new NaiveAggregate();

    /// The rows of a scan, file scan or remote source, by the node's id; those of a scan with all columns it reads.
    public void source(int nodeId, List<List<Datum>> rows) {
        sources.put(nodeId, rows);
    }

    /// Whether a sum passed the borders of its type on the way to a total within them: the engine may refuse it.
    public boolean sumMayFail() {
        return aggregate.mayFail();
    }

    public List<List<Datum>> rows(PlanNode node) {
        return switch (node) {
            case ScanNode n -> scan(n);
            case FileScanNode n -> source(n);
            case SystemScanNode n -> source(n);
            case RemoteSourceNode n -> source(n);
            case KeptRowsNode n -> source(n);
            case ValuesNode n ->
                n.rows().stream().map(row -> evaluate(row, List.of())).toList();
            case FilterNode n ->
                rows(n.input()).stream()
                        .filter(row -> NaiveExpression.isTrue(n.predicate(), row))
                        .toList();
            case ProjectNode n ->
                rows(n.input()).stream()
                        .map(row -> evaluate(n.expressions(), row))
                        .toList();
            case JoinNode n -> join(n, rows(n.probe()), rows(n.build()));
            case AggregateNode n -> {
                AggregateNode single = NaiveAggregate.inOneStep(n);
                yield aggregate.rows(single, rows(single.input()));
            }
            // What it leaves out, the filter above its window leaves out, too.
            case GroupTopNode n -> rows(n.input());
            case GroupingSetsNode n -> repeated(n, rows(n.input()));
            case WindowNode n -> new NaiveWindow(aggregate).rows(n, rows(n.input()));
            case SortNode n -> sorted(rows(n.input()), n.keys());
            case TopNNode n -> part(sorted(rows(n.input()), n.keys()), n.offset(), n.limit());
            case LimitNode n -> part(rows(n.input()), n.offset(), n.limit());
            case UnionAllNode n ->
                n.inputs().stream().flatMap(input -> rows(input).stream()).toList();
            case DeleteNode n ->
                rows(n.input()).stream().map(row -> pick(row, n.outputs())).toList();
            case IdentityNode n ->
                rows(n.input()).stream().map(row -> numbered(n, row)).toList();
            case TableWriteNode n -> rows(n.input());
            case KeepNode n -> rows(n.input());
        };
    }

    private List<List<Datum>> source(PlanNode node) {
        List<List<Datum>> rows = sources.get(node.id());
        if (rows == null) {
            throw new AssertionError("no rows for " + node);
        }
        return rows;
    }

    private List<List<Datum>> scan(ScanNode node) {
        return source(node).stream()
                .filter(row -> node.conjuncts().stream().allMatch(conjunct -> NaiveExpression.isTrue(conjunct, row)))
                .map(row -> pick(row, node.outputs()))
                .toList();
    }

    private static List<Datum> evaluate(List<Expression> expressions, List<Datum> row) {
        return expressions.stream()
                .map(expression -> NaiveExpression.evaluate(expression, row))
                .toList();
    }

    private static List<List<Datum>> repeated(GroupingSetsNode node, List<List<Datum>> rows) {
        List<List<Datum>> result = new ArrayList<>();
        for (int set = 0; set < node.sets().size(); set++) {
            List<Integer> keys = node.sets().get(set);
            for (List<Datum> row : rows) {
                List<Datum> repeated = new ArrayList<>(row);
                for (int key = 0; key < node.keys().size(); key++) {
                    repeated.add(keys.contains(key) ? row.get(node.keys().get(key)) : Datum.NULL);
                }
                repeated.add(Datum.of((long) set));
                repeated.add(Datum.TRUE);
                result.add(repeated);
            }
            if (keys.isEmpty()) {
                List<Datum> seed = new ArrayList<>();
                node.outputTypes().forEach(type -> seed.add(Datum.NULL));
                seed.set(node.setColumn(), Datum.of((long) set));
                result.add(seed);
            }
        }
        return result;
    }

    /// NULL stands for a number, since they are given in any order.
    private static List<Datum> numbered(IdentityNode node, List<Datum> row) {
        List<Datum> numbered = new ArrayList<>(node.mark() < 0 ? row : row.subList(0, node.mark()));
        if (node.mark() < 0 || row.get(node.mark()).equals(Datum.TRUE)) {
            numbered.set(node.position(), Datum.NULL);
        }
        return numbered;
    }

    private static List<Datum> pick(List<Datum> row, List<Integer> positions) {
        return positions.stream().map(row::get).toList();
    }

    /// The value by which equal keys are found: one zero.
    static Datum key(Datum value) {
        return value instanceof Datum.Real r ? Datum.of(r.value() + 0.0) : value;
    }

    static List<Datum> key(List<Datum> row, List<Integer> positions) {
        return positions.stream().map(position -> key(row.get(position))).toList();
    }

    private static List<List<Datum>> join(JoinNode node, List<List<Datum>> probe, List<List<Datum>> build) {
        Map<List<Datum>, List<List<Datum>>> partners = new HashMap<>();
        boolean buildNull = false;
        for (List<Datum> row : build) {
            List<Datum> key = key(row, node.buildKeys());
            buildNull |= key.contains(Datum.NULL);
            partners.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
        List<Type> buildTypes = node.build().outputTypes();
        List<List<Datum>> result = new ArrayList<>();
        Set<List<Datum>> met = Collections.newSetFromMap(new IdentityHashMap<>());
        for (List<Datum> row : probe) {
            List<Datum> key = key(row, node.probeKeys());
            boolean keyNull = key.contains(Datum.NULL);
            boolean matched = false;
            for (List<Datum> partner : keyNull ? List.<List<Datum>>of() : partners.getOrDefault(key, List.of())) {
                List<Datum> both = new ArrayList<>(row);
                both.addAll(partner);
                if (node.residual() == null || NaiveExpression.isTrue(node.residual(), both)) {
                    if (matched && node.kind() == JoinKind.SINGLE) {
                        throw new EngineException(ErrorCode.CARDINALITY_VIOLATION, "two partners", null, null, null);
                    }
                    matched = true;
                    met.add(partner);
                    if (node.kind().pairs()) {
                        result.add(pick(both, node.outputs()));
                    }
                }
            }
            boolean alone = switch (node.kind()) {
                case INNER, BUILD_OUTER, BUILD_SEMI, BUILD_ANTI -> false;
                case LEFT, FULL, SINGLE, ANTI -> !matched;
                case MARK, NULL_AWARE_MARK -> true;
                case SEMI -> matched;
                case NULL_AWARE_ANTI -> build.isEmpty() || (!buildNull && !matched && !keyNull);
            };
            if (alone) {
                List<Datum> padded = new ArrayList<>(row);
                buildTypes.forEach(type -> padded.add(Datum.NULL));
                boolean open = node.kind() == JoinKind.NULL_AWARE_MARK
                        && !matched
                        && build.stream().anyMatch(other -> isOpen(node, row, other));
                padded.add(open ? Datum.NULL : Datum.of(matched));
                result.add(pick(padded, node.outputs()));
            }
        }
        if (node.kind().endsWithBuildRows()) {
            boolean wanted = node.kind() == JoinKind.BUILD_SEMI;
            for (List<Datum> row : build) {
                if (met.contains(row) == wanted) {
                    List<Datum> padded = new ArrayList<>();
                    node.probe().outputTypes().forEach(type -> padded.add(Datum.NULL));
                    padded.addAll(row);
                    result.add(pick(padded, node.outputs()));
                }
            }
        }
        return result;
    }

    /// Whether a NULL leaves open that two rows are partners.
    public static boolean isOpen(JoinNode node, List<Datum> probe, List<Datum> build) {
        boolean open = false;
        for (int k = 0; k < node.probeKeys().size(); k++) {
            Datum left = key(probe.get(node.probeKeys().get(k)));
            Datum right = key(build.get(node.buildKeys().get(k)));
            if (left.isNull() || right.isNull()) {
                open = true;
            } else if (!left.equals(right)) {
                return false;
            }
        }
        if (node.residual() != null) {
            List<Datum> both = new ArrayList<>(probe);
            both.addAll(build);
            Datum met = NaiveExpression.evaluate(node.residual(), both);
            open |= met.isNull();
            return open && !met.equals(Datum.FALSE);
        }
        return open;
    }

    /// The order that keys stand for.
    public static Comparator<List<Datum>> order(List<SortKey> keys) {
        Comparator<List<Datum>> order = (a, b) -> 0;
        for (SortKey key : keys) {
            order = order.thenComparing(row -> row.get(key.column()), (a, b) -> compare(a, b, key));
        }
        return order;
    }

    private static int compare(Datum a, Datum b, SortKey key) {
        if (a.isNull() || b.isNull()) {
            return a.isNull() && b.isNull() ? 0 : a.isNull() == key.nullsFirst() ? -1 : 1;
        }
        return key.ascending() ? DatumOrder.compare(a, b) : DatumOrder.compare(b, a);
    }

    private static List<List<Datum>> sorted(List<List<Datum>> rows, List<SortKey> keys) {
        return rows.stream().sorted(order(keys)).toList();
    }

    private static List<List<Datum>> part(List<List<Datum>> rows, long offset, long limit) {
        return rows.stream().skip(offset).limit(limit).toList();
    }
}
