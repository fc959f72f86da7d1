package io.colonnade.planner.lower;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.ConstantEvaluator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.expression.Expression.Logical;
import io.colonnade.core.expression.LogicalOperator;
import io.colonnade.core.plan.FilterNode;
import io.colonnade.core.plan.LimitNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ProjectNode;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.SortNode;
import io.colonnade.core.plan.SystemScanNode;
import io.colonnade.core.plan.TopNNode;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.type.Type;
import io.colonnade.planner.algebra.Shared;
import io.colonnade.planner.estimate.RowEstimates;
import io.colonnade.planner.subquery.SubqueryJoin;
import io.colonnade.planner.type.TypeMapping;
import io.colonnade.planner.validate.CatalogBridge.BridgedFiles;
import io.colonnade.planner.validate.CatalogBridge.BridgedTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.TableSpool;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.schema.TransientTable;
import org.jspecify.annotations.Nullable;

/// Makes plan nodes of improved algebra, from the root down: each expression is told which of its columns are
/// needed and produces those only.
///
/// What becomes of each: filters over a table are conjuncts of its scan; projections that only choose columns
/// vanish; windows become nodes below their projection; a sort with a limit is a TopN; of set operations only
/// UNION ALL is left.
public final class PlanLowering {
    private final CatalogSnapshot snapshot;
    private final NodeIds ids;
    private final ConstantEvaluator evaluator;
    private final RowEstimates estimates;
    private final JoinLowering joins;
    private final AggregateLowering aggregates;
    private final SetOperationLowering setOperations;
    private final KeptLowering kept;

    public PlanLowering(CatalogSnapshot snapshot, ConstantEvaluator evaluator, NodeIds ids) {
        this(snapshot, evaluator, ids, false);
    }

    private PlanLowering(CatalogSnapshot snapshot, ConstantEvaluator evaluator, NodeIds ids, boolean looksAhead) {
        this.snapshot = snapshot;
        this.ids = ids;
        this.evaluator = evaluator;
        this.estimates = new RowEstimates(snapshot);
        this.joins = new JoinLowering(this);
        this.aggregates = new AggregateLowering(this);
        this.setOperations = new SetOperationLowering(this, aggregates);
        this.kept = new KeptLowering(this, aggregates, looksAhead);
    }

    /// What has to be computed and kept before, in this order; known when the query is lowered.
    public List<KeptRoot> kept() {
        return kept.roots();
    }

    /// A plan with exactly the columns of `rel`, in order and with these types.
    public PlanNode lower(RelNode rel, List<Type> types) {
        if (KeptLowering.hasShared(rel)) {
            PlanLowering first = new PlanLowering(snapshot, evaluator, new NodeIds(), true);
            first.lower(rel, all(rel));
            kept.know(first.kept);
        }
        Lowered lowered = lower(rel, all(rel));
        return align(lowered, upTo(rel.getRowType().getFieldCount()), types);
    }

    static BitSet all(RelNode rel) {
        BitSet all = new BitSet();
        all.set(0, rel.getRowType().getFieldCount());
        return all;
    }

    private static List<Integer> upTo(int count) {
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(i);
        }
        return columns;
    }

    Lowered lower(RelNode rel, BitSet needed) {
        return switch (rel) {
            case TableScan scan -> scan(scan, List.of(), needed, estimates.rows(scan));
            case Filter filter -> filter(filter, needed);
            case Project project -> project(project, needed);
            case Join join -> joins.lower(join, needed);
            case SubqueryJoin join -> joins.lower(join, needed);
            case Aggregate aggregate -> aggregates.lower(aggregate, needed);
            case Sort sort -> sort(sort, needed);
            case SetOp operation -> setOperations.lower(operation, needed);
            case Values values -> values(values);
            case Shared shared -> kept.shared(shared, needed);
            case RepeatUnion query -> kept.recursive(query);
            case TableSpool spool -> lower(spool.getInput(), needed);
            default -> throw EngineException.notSupported(name(rel));
        };
    }

    private static String name(RelNode rel) {
        return rel.getRelTypeName().replace("Logical", "").toUpperCase(java.util.Locale.ROOT);
    }

    double rows(RelNode rel) {
        return estimates.rows(rel);
    }

    int nextId(double rows) {
        return ids.next(rows);
    }

    /// Notes which share of the probe rows of a join has a partner by one of its keys.
    void notePartnerShare(int id, int key, RelNode probe, int probeColumn, RelNode build, int buildColumn) {
        ids.notePartnerShare(id, key, estimates.partnerShare(probe, probeColumn, build, buildColumn));
    }

    double rows(PlanNode node) {
        return ids.rows(node.id());
    }

    RexToExpression expressions(Lowered input) {
        return new RexToExpression(input::column, evaluator);
    }

    /// `columns` tells what a column of the relational input is.
    RexToExpression expressions(IntFunction<Expression> columns) {
        return new RexToExpression(columns, evaluator);
    }

    Expression fold(Expression expression) {
        return new Folding(evaluator).fold(expression);
    }

    static BitSet columnsOf(List<RexNode> expressions) {
        BitSet columns = new BitSet();
        expressions.forEach(
                expression -> RelOptUtil.InputFinder.bits(expression).forEachInt(columns::set));
        return columns;
    }

    private Lowered scan(TableScan scan, List<RexNode> terms, BitSet needed, double rows) {
        Lowered working = kept.working(scan);
        if (working != null) {
            return working;
        }
        BridgedTable table = scan.getTable().unwrap(BridgedTable.class);
        if (table == null && scan.getTable().unwrap(TransientTable.class) != null) {
            throw Recursion.refused(scan.getTable().getQualifiedName(), "in a subquery");
        }
        if (table == null) {
            BridgedFiles files = scan.getTable().unwrap(BridgedFiles.class);
            if (files == null) {
                throw EngineException.internal("a scan of no table of ours: " + scan);
            }
            FileLowering lowering = new FileLowering(files, evaluator, ids, rows);
            return lowering.lower(terms, needed, input -> predicate(terms, input));
        }
        TableDefinition definition = table.definition();
        BitSet read = columnsOf(terms);
        read.or(needed);
        List<ScanNode.ScanColumn> stored = table.scanColumns();
        int[] columnPositions = new int[stored.size()];
        Arrays.fill(columnPositions, -1);
        List<ScanNode.ScanColumn> columns = new ArrayList<>();
        for (int i = read.nextSetBit(0); i >= 0; i = read.nextSetBit(i + 1)) {
            columnPositions[i] = columns.size();
            columns.add(stored.get(i));
        }
        if (definition.isSystem()) {
            return systemScan(definition, columns, columnPositions, terms, rows);
        }
        RexToExpression converter = new RexToExpression(
                i -> new ColumnReference(columnPositions[i], stored.get(i).type()), evaluator);
        List<Expression> conjuncts = new ArrayList<>();
        terms.forEach(term -> addConjuncts(converter.convert(term), conjuncts));
        int[] positions = new int[columnPositions.length];
        Arrays.fill(positions, -1);
        List<Integer> outputs = new ArrayList<>();
        for (int i = needed.nextSetBit(0); i >= 0; i = needed.nextSetBit(i + 1)) {
            positions[i] = outputs.size();
            outputs.add(columnPositions[i]);
        }
        ScanNode node = new ScanNode(
                ids.next(rows), definition.id(), definition.name(), columns, conjuncts, List.of(), outputs);
        return new Lowered(node, positions);
    }

    private Lowered systemScan(
            TableDefinition table,
            List<ScanNode.ScanColumn> columns,
            int[] positions,
            List<RexNode> terms,
            double rows) {
        PlanNode node = new SystemScanNode(ids.next(rows), table.id(), table.schema() + "." + table.name(), columns);
        Expression predicate = predicate(terms, new Lowered(node, positions));
        return new Lowered(predicate == null ? node : new FilterNode(ids.next(rows), node, predicate), positions);
    }

    static void addConjuncts(Expression expression, List<Expression> conjuncts) {
        if (expression instanceof Logical logical && logical.operator() == LogicalOperator.AND) {
            logical.terms().forEach(term -> addConjuncts(term, conjuncts));
        } else if (!Folding.isLiteral(expression, true)) {
            conjuncts.add(expression);
        }
    }

    private Lowered filter(Filter filter, BitSet needed) {
        List<RexNode> terms = RelOptUtil.conjunctions(filter.getCondition());
        if (filter.getInput() instanceof TableScan scan && kept.working(scan) == null) {
            return scan(scan, terms, needed, estimates.rows(filter));
        }
        BitSet below = columnsOf(terms);
        below.or(needed);
        Lowered input = lower(filter.getInput(), below);
        Expression predicate = predicate(terms, input);
        if (predicate == null) {
            return input;
        }
        FilterNode node = new FilterNode(ids.next(estimates.rows(filter)), input.node(), predicate);
        return new Lowered(new GroupTops(this).below(node), input.positions());
    }

    /// All terms as one predicate; null if nothing is left of them.
    private @Nullable Expression predicate(List<RexNode> terms, Lowered input) {
        RexToExpression converter = expressions(input);
        List<Expression> conjuncts = new ArrayList<>();
        terms.forEach(term -> addConjuncts(converter.convert(term), conjuncts));
        return conjunction(conjuncts);
    }

    @Nullable
    Expression conjunction(List<Expression> conjuncts) {
        return switch (conjuncts.size()) {
            case 0 -> null;
            case 1 -> conjuncts.getFirst();
            default -> fold(new Logical(LogicalOperator.AND, conjuncts));
        };
    }

    private Lowered project(Project project, BitSet needed) {
        List<RexNode> expressions = project.getProjects();
        List<RexNode> used = needed.stream().mapToObj(expressions::get).toList();
        if (RexOver.containsOver(used, null)) {
            return new WindowLowering(this).lower(project, needed);
        }
        Lowered input = lower(project.getInput(), columnsOf(used));
        int[] positions = new int[expressions.size()];
        Arrays.fill(positions, -1);
        if (used.stream().allMatch(RexInputRef.class::isInstance)) {
            for (int i = needed.nextSetBit(0); i >= 0; i = needed.nextSetBit(i + 1)) {
                positions[i] = input.position(((RexInputRef) expressions.get(i)).getIndex());
            }
            return new Lowered(input.node(), positions);
        }
        RexToExpression converter = expressions(input);
        List<Expression> computed = new ArrayList<>();
        for (int i = needed.nextSetBit(0); i >= 0; i = needed.nextSetBit(i + 1)) {
            Expression expression = converter.convert(expressions.get(i));
            int same = isPerRow(expression) ? -1 : computed.indexOf(expression);
            positions[i] = same < 0 ? computed.size() : same;
            if (same < 0) {
                computed.add(expression);
            }
        }
        return new Lowered(project(input.node(), computed), positions);
    }

    /// A projection; of one row of constants it is a row of constants itself.
    PlanNode project(PlanNode input, List<Expression> expressions) {
        if (input instanceof ValuesNode values
                && values.rows().size() == 1
                && expressions.stream().noneMatch(PlanLowering::readsColumns)) {
            List<Type> types = expressions.stream().map(Expression::type).toList();
            return new ValuesNode(ids.next(1), types, List.of(expressions));
        }
        if (input instanceof ProjectNode below && usesEachOnce(expressions, below.expressions())) {
            List<Expression> merged = expressions.stream()
                    .map(expression -> ExpressionRewrite.columns(expression, below.expressions()::get))
                    .map(this::fold)
                    .toList();
            return new ProjectNode(below.id(), below.input(), merged);
        }
        return new ProjectNode(ids.next(rows(input)), input, expressions);
    }

    /// Whether nothing that is computed below would be computed twice if it was written in place.
    private static boolean usesEachOnce(List<Expression> expressions, List<Expression> below) {
        int[] uses = new int[below.size()];
        expressions.forEach(expression -> countUses(expression, uses));
        for (int i = 0; i < uses.length; i++) {
            if (uses[i] > 1 && (!below.get(i).operands().isEmpty() || isPerRow(below.get(i)))) {
                return false;
            }
        }
        return true;
    }

    /// Whether it has another value each time that it is computed.
    private static boolean isPerRow(Expression expression) {
        return expression instanceof Expression.Call call && call.function().isVolatile()
                || expression.operands().stream().anyMatch(PlanLowering::isPerRow);
    }

    private static void countUses(Expression expression, int[] uses) {
        if (expression instanceof ColumnReference column) {
            uses[column.index()]++;
        }
        expression.operands().forEach(operand -> countUses(operand, uses));
    }

    static boolean readsColumns(Expression expression) {
        return expression instanceof ColumnReference
                || expression.operands().stream().anyMatch(PlanLowering::readsColumns);
    }

    private Lowered sort(Sort sort, BitSet needed) {
        BitSet below = (BitSet) needed.clone();
        List<RelFieldCollation> collations = sort.getCollation().getFieldCollations();
        collations.forEach(collation -> below.set(collation.getFieldIndex()));
        long offset = count(sort.offset, "OFFSET", 0);
        long limit = count(sort.fetch, "LIMIT", Long.MAX_VALUE);
        if (collations.isEmpty() && limit < Long.MAX_VALUE - offset) {
            kept.limit(sort.getInput(), offset + limit);
        }
        Lowered input = lower(sort.getInput(), below);
        List<SortKey> keys = new ArrayList<>();
        for (RelFieldCollation collation : collations) {
            int position = input.position(collation.getFieldIndex());
            if (keys.stream().noneMatch(key -> key.column() == position)) {
                keys.add(sortKey(collation, position));
            }
        }
        double rows = estimates.rows(sort);
        PlanNode node;
        if (keys.isEmpty()) {
            node = new LimitNode(ids.next(rows), input.node(), offset, limit);
        } else if (limit < Long.MAX_VALUE) {
            node = new TopNNode(ids.next(rows), input.node(), keys, offset, limit);
        } else {
            node = new SortNode(ids.next(rows), input.node(), keys);
            if (offset > 0) {
                node = new LimitNode(ids.next(rows), node, offset, limit);
            }
        }
        return new Lowered(node, input.positions());
    }

    /// One key of an order, whose column is at `position`.
    static SortKey sortKey(RelFieldCollation collation, int position) {
        boolean ascending = !collation.getDirection().isDescending();
        boolean nullsFirst = switch (collation.nullDirection) {
            case FIRST -> true;
            case LAST -> false;
            case UNSPECIFIED -> !ascending;
        };
        return new SortKey(position, ascending, nullsFirst);
    }

    private static long count(@Nullable RexNode node, String clause, long absent) {
        if (node == null) {
            return absent;
        }
        if (node instanceof RexLiteral literal) {
            java.math.BigDecimal value = literal.getValueAs(java.math.BigDecimal.class);
            if (value != null) {
                return value.min(java.math.BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
            }
        }
        throw EngineException.notSupported("a parameter in " + clause);
    }

    private Lowered values(Values values) {
        List<Type> types = values.getRowType().getFieldList().stream()
                .map(field -> TypeMapping.fromCalcite(field.getType()))
                .map(type -> type.isString() ? Type.VARCHAR : type)
                .toList();
        List<List<Expression>> rows = new ArrayList<>();
        for (List<RexLiteral> tuple : values.getTuples()) {
            List<Expression> row = new ArrayList<>();
            for (int i = 0; i < tuple.size(); i++) {
                row.add(fold(Operands.cast(Literals.convert(tuple.get(i)), types.get(i))));
            }
            rows.add(row);
        }
        int[] positions = new int[types.size()];
        Arrays.setAll(positions, i -> i);
        return new Lowered(new ValuesNode(ids.next(rows.size()), types, rows), positions);
    }

    /// The node with exactly these columns of its expression, of these types.
    PlanNode align(Lowered lowered, List<Integer> fields, List<Type> types) {
        PlanNode node = lowered.node();
        boolean asIs = node.outputTypes().size() == fields.size();
        for (int i = 0; asIs && i < fields.size(); i++) {
            asIs = lowered.position(fields.get(i)) == i
                    && Operands.areSame(node.outputTypes().get(i), types.get(i));
        }
        if (asIs) {
            return node;
        }
        if (node instanceof ValuesNode values) {
            List<List<Expression>> rows = new ArrayList<>();
            for (List<Expression> row : values.rows()) {
                List<Expression> aligned = new ArrayList<>();
                for (int i = 0; i < fields.size(); i++) {
                    aligned.add(fold(Operands.cast(row.get(lowered.position(fields.get(i))), types.get(i))));
                }
                rows.add(aligned);
            }
            return new ValuesNode(ids.next(rows.size()), types, rows);
        }
        List<Expression> expressions = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            expressions.add(Operands.cast(lowered.column(fields.get(i)), types.get(i)));
        }
        return project(node, expressions);
    }
}
