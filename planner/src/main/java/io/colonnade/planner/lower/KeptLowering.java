package io.colonnade.planner.lower;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.expression.Expression.Comparison;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.FilterNode;
import io.colonnade.core.plan.KeptRowsNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.UnionAllNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.algebra.Shared;
import io.colonnade.planner.type.TypeMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.TableScan;
import org.jspecify.annotations.Nullable;

/// What a query computes once and reads at several places, and recursive queries.
///
/// ```text
/// WITH RECURSIVE r AS (a UNION ALL b)     kept 0, first   a
/// SELECT .. FROM r                        kept 0, next    b, where r is KeptRows 0 of the generation before
///                                         the query       .. KeptRows 0, all generations
/// ```
///
/// UNION without ALL drops rows that an earlier generation has, so it comes to an end where rows form a circle.
final class KeptLowering {
    private static final double ROWS_GUESS = 1000;

    private final PlanLowering plans;
    private final AggregateLowering aggregates;
    private final boolean looksAhead;
    private final List<KeptRoot> roots = new ArrayList<>();
    private final Map<Integer, KeptRowsNode> shared = new HashMap<>();
    private final Map<Integer, BitSet> sharedColumns = new HashMap<>();
    /// The recursive queries around the place that is being lowered, by the name of their table.
    private final Map<List<String>, KeptRowsNode> working = new HashMap<>();
    private final Map<RepeatUnion, Long> limits = new IdentityHashMap<>();
    private int next;

    /// With `looksAhead` it only finds out which columns are needed.
    KeptLowering(PlanLowering plans, AggregateLowering aggregates, boolean looksAhead) {
        this.looksAhead = looksAhead;
        this.plans = plans;
        this.aggregates = aggregates;
    }

    /// In the order in which they have to be computed.
    List<KeptRoot> roots() {
        return roots;
    }

    /// Takes over which columns a first pass found to be needed of the parts that places share.
    void know(KeptLowering first) {
        sharedColumns.putAll(first.sharedColumns);
    }

    static boolean hasShared(RelNode rel) {
        return rel instanceof Shared || rel.getInputs().stream().anyMatch(KeptLowering::hasShared);
    }

    Lowered shared(Shared part, BitSet needed) {
        BitSet columns = sharedColumns.computeIfAbsent(part.number(), number -> new BitSet());
        columns.or(needed);
        if (looksAhead) {
            return anything(part);
        }
        KeptRowsNode rows = shared.get(part.number());
        if (part.getInput() instanceof RepeatUnion query) {
            // Its rows are kept anyway.
            rows = rows == null ? (KeptRowsNode) recursive(query).node() : rows;
            shared.put(part.number(), rows);
            return whole(read(rows, KeptRowsNode.ALL, ROWS_GUESS));
        }
        List<Integer> fields = columns.stream().boxed().toList();
        if (rows == null) {
            Lowered lowered = plans.lower(part.getInput(), columns);
            List<Type> types = fields.stream()
                    .map(field -> lowered.types().get(lowered.position(field)))
                    .toList();
            int kept = next++;
            roots.add(new KeptRoot(kept, plans.align(lowered, fields, types), null, Long.MAX_VALUE));
            rows = new KeptRowsNode(0, kept, 0, types);
            shared.put(part.number(), rows);
        }
        int[] positions = new int[part.getRowType().getFieldCount()];
        Arrays.fill(positions, -1);
        for (int i = 0; i < fields.size(); i++) {
            positions[fields.get(i)] = i;
        }
        return new Lowered(read(rows, rows.generation(), plans.rows(part)), positions);
    }

    /// Only so many rows of `rel` are asked for, whichever they are: a recursive query need not come to an end.
    void limit(RelNode rel, long rows) {
        RelNode below = rel;
        while (below instanceof Project project) {
            below = project.getInput();
        }
        if (below instanceof RepeatUnion query) {
            limits.put(query, rows);
        }
    }

    private Lowered anything(Shared part) {
        List<Type> types = part.getRowType().getFieldList().stream()
                .map(field -> TypeMapping.fromCalcite(field.getType()))
                .toList();
        return whole(new KeptRowsNode(plans.nextId(plans.rows(part)), part.number(), 0, types));
    }

    private KeptRowsNode read(KeptRowsNode rows, int generation, double estimate) {
        return new KeptRowsNode(plans.nextId(estimate), rows.kept(), generation, rows.outputTypes());
    }

    /// The rows of the generation before, or null if the table is none of a recursive query.
    @Nullable
    Lowered working(TableScan scan) {
        KeptRowsNode rows = working.get(scan.getTable().getQualifiedName());
        return rows == null ? null : whole(read(rows, 0, ROWS_GUESS));
    }

    private static Lowered whole(PlanNode node) {
        return new Lowered(node, IntStream.range(0, node.outputTypes().size()).toArray());
    }

    Lowered recursive(RepeatUnion query) {
        RelOptTable table = query.getTransientTable();
        if (table == null || query.iterationLimit >= 0) {
            throw EngineException.notSupported("this recursive query");
        }
        Recursion.check(query.getIterativeRel(), table.getQualifiedName());
        Lowered seed = plans.lower(query.getSeedRel(), PlanLowering.all(query));
        List<Integer> fields =
                IntStream.range(0, query.getRowType().getFieldCount()).boxed().toList();
        List<Type> types = fields.stream()
                .map(field -> unlimited(seed.types().get(seed.position(field))))
                .toList();
        PlanNode first = plans.align(seed, fields, types);
        int kept = next++;
        KeptRowsNode rows = new KeptRowsNode(0, kept, 0, types);
        KeptRowsNode outer = working.put(table.getQualifiedName(), rows);
        Lowered step = plans.lower(query.getIterativeRel(), PlanLowering.all(query));
        if (outer == null) {
            working.remove(table.getQualifiedName());
        } else {
            working.put(table.getQualifiedName(), outer);
        }
        checkTypes(query, types, step);
        PlanNode next = plans.align(step, fields, types);
        long wanted = limits.getOrDefault(query, Long.MAX_VALUE);
        roots.add(
                query.all
                        ? new KeptRoot(kept, first, next, wanted)
                        : new KeptRoot(kept, aggregates.distinct(first, ROWS_GUESS), unseen(next, rows), wanted));
        return whole(read(rows, KeptRowsNode.ALL, ROWS_GUESS));
    }

    private static Type unlimited(Type type) {
        return type.isString() ? Type.VARCHAR : type;
    }

    /// The first part says what the columns are: the second may not have more in them.
    private static void checkTypes(RelNode query, List<Type> types, Lowered step) {
        for (int i = 0; i < types.size(); i++) {
            Type made = unlimited(step.types().get(step.position(i)));
            if (!Operands.common(types.get(i), made).equals(types.get(i))) {
                String name = query.getRowType().getFieldNames().get(i);
                throw new EngineException(
                        ErrorCode.TYPE_MISMATCH,
                        "column \"" + name + "\" of a recursive query is "
                                + types.get(i).sql() + " in its first part and " + made.sql() + " in the second",
                        null,
                        "cast it in the first part: CAST(.. AS " + made.sql() + ")",
                        null);
            }
        }
    }

    /// The rows, each once, that no generation has yet.
    private PlanNode unseen(PlanNode made, KeptRowsNode rows) {
        PlanNode known = read(rows, KeptRowsNode.ALL, ROWS_GUESS);
        List<Type> types = new ArrayList<>(rows.outputTypes());
        int width = types.size();
        types.add(Type.INTEGER);
        PlanNode both =
                new UnionAllNode(plans.nextId(2 * ROWS_GUESS), List.of(marked(made, 1), marked(known, 0)), types);
        PlanNode grouped = new AggregateNode(
                plans.nextId(ROWS_GUESS),
                both,
                IntStream.range(0, width).boxed().toList(),
                List.of(new AggregateCall(AggregateFunction.MIN, width, false, Type.INTEGER)),
                AggregateNode.Step.SINGLE);
        Expression isNew = new Comparison(
                ComparisonOperator.EQUAL,
                new ColumnReference(width, Type.INTEGER),
                new Literal(Type.INTEGER, Datum.of(1)));
        PlanNode fresh = new FilterNode(plans.nextId(ROWS_GUESS), grouped, isNew);
        return plans.project(fresh, columns(fresh).subList(0, width));
    }

    private PlanNode marked(PlanNode node, int mark) {
        List<Expression> expressions = columns(node);
        expressions.add(new Literal(Type.INTEGER, Datum.of(mark)));
        return plans.project(node, expressions);
    }

    private static List<Expression> columns(PlanNode node) {
        List<Expression> columns = new ArrayList<>();
        for (int i = 0; i < node.outputTypes().size(); i++) {
            columns.add(new ColumnReference(i, node.outputTypes().get(i)));
        }
        return columns;
    }
}
