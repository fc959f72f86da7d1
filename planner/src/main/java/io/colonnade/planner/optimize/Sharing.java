package io.colonnade.planner.optimize;

import io.colonnade.planner.algebra.Shared;
import io.colonnade.planner.estimate.RowEstimates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.schema.TransientTable;

/// Finds what a query computes more than once, such as a common table expression that it uses twice.
///
/// ```text
/// Join                          Join
///   Aggregate sales     ->        Shared 0: Aggregate sales
///   Aggregate Aggregate sales     Aggregate Shared 0
/// ```
///
/// Worth it are equal parts that shrink their input: grouping, set operations, sorting with a limit, joins
/// that leave few rows. Parts with functions that answer differently every time are none, since two calls of
/// theirs are two values, and what reads the table of a recursive query around it is none: its rows change
/// from round to round.
final class Sharing {
    /// A join is worth keeping if it leaves at most this part of the rows it reads.
    private static final double JOIN_SHARE_MAX = 0.25;

    private final RowEstimates estimates;
    private final Map<String, Integer> uses = new HashMap<>();
    private final Map<RelNode, String> digests = new java.util.IdentityHashMap<>();
    private final Map<String, Shared> shared = new HashMap<>();

    private Sharing(RowEstimates estimates) {
        this.estimates = estimates;
    }

    static RelNode apply(RelNode root, RowEstimates estimates) {
        return hasRepeatedTable(root, new HashSet<>()) ? new Sharing(estimates).share(root) : root;
    }

    /// Without a table that is read twice nothing can be equal but constants.
    private static boolean hasRepeatedTable(RelNode rel, Set<List<String>> seen) {
        if (rel instanceof TableScan scan) {
            return !seen.add(scan.getTable().getQualifiedName());
        }
        boolean repeated = false;
        for (RelNode input : rel.getInputs()) {
            repeated |= hasRepeatedTable(input, seen);
        }
        return repeated;
    }

    private RelNode share(RelNode root) {
        count(root);
        return replaced(root);
    }

    private void count(RelNode rel) {
        if (isCandidate(rel)) {
            uses.merge(digest(rel), 1, Integer::sum);
        }
        rel.getInputs().forEach(this::count);
    }

    private String digest(RelNode rel) {
        return digests.computeIfAbsent(rel, RelOptUtil::toString);
    }

    private boolean isCandidate(RelNode rel) {
        return shrinks(rel) && isSteady(rel);
    }

    private boolean shrinks(RelNode rel) {
        return switch (rel) {
            case Aggregate aggregate -> true;
            case SetOp operation -> !(operation.all && operation instanceof org.apache.calcite.rel.core.Union);
            case Sort sort -> sort.fetch != null;
            case RepeatUnion query -> true;
            case Join join -> estimates.rows(join) <= JOIN_SHARE_MAX * estimates.baseRows(join);
            default -> false;
        };
    }

    private static boolean isSteady(RelNode rel) {
        return isSteady(rel, Set.of());
    }

    /// `working` are the tables of recursive queries that stand within the part.
    private static boolean isSteady(RelNode rel, Set<List<String>> working) {
        if (rel instanceof TableScan scan && scan.getTable().unwrap(TransientTable.class) != null) {
            return working.contains(scan.getTable().getQualifiedName());
        }
        Set<List<String>> known = working;
        if (rel instanceof RepeatUnion query && query.getTransientTable() != null) {
            known = new HashSet<>(working);
            known.add(query.getTransientTable().getQualifiedName());
        }
        Volatile finder = new Volatile();
        rel.accept(finder);
        for (RelNode input : rel.getInputs()) {
            if (!isSteady(input, known)) {
                return false;
            }
        }
        return !finder.found;
    }

    /// Looks for calls that answer differently every time, and for columns of an outer query.
    private static final class Volatile extends RexShuttle {
        private boolean found;

        @Override
        public RexNode visitCall(RexCall call) {
            found |= !call.getOperator().isDeterministic();
            return super.visitCall(call);
        }

        @Override
        public RexNode visitFieldAccess(RexFieldAccess access) {
            found = true;
            return access;
        }
    }

    private RelNode replaced(RelNode rel) {
        if (isCandidate(rel) && uses.getOrDefault(digest(rel), 0) > 1) {
            String digest = digest(rel);
            Shared known = shared.get(digest);
            if (known == null) {
                // What is below it is computed once already.
                known = new Shared(rel, shared.size());
                shared.put(digest, known);
            }
            return known;
        }
        List<RelNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (RelNode input : rel.getInputs()) {
            RelNode next = replaced(input);
            changed |= next != input;
            inputs.add(next);
        }
        return changed ? rel.copy(rel.getTraitSet(), inputs) : rel;
    }
}
