package io.colonnade.planner.optimize;

import io.colonnade.planner.key.EqualColumns;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/// A block of inner, semi and anti joins taken apart: its leaves, whatever they are, and its conditions.
///
/// The columns of all leaves, one leaf after the other, are the *block columns*; conditions and the columns of the
/// result are written over them. Filters and projections between the joins are dissolved.
///
/// The right side of a semi or anti join is a *test*: a leaf whose columns nobody else sees, which can be
/// joined as soon as the leaves that its condition reads are there.
///
/// Columns that equalities make equal are a *class* ({@link EqualColumns}). A join of two parts that both
/// have columns of a class needs one equality of them, whichever the query wrote, and a filter of one column
/// holds for all.
final class JoinBlock {
    /// Some leaves joined already, in the order in which their columns follow one another, and what was
    /// joined last.
    record Part(
            RelNode rel,
            BitSet leaves,
            List<Integer> order,
            @Nullable Part probe,
            @Nullable Part build) {}

    private record Condition(RexNode expression, BitSet leaves, boolean isEquality) {}

    /// What a test leaf is for: the kind of its join, the condition, and the leaves that it reads beside the
    /// test itself.
    record Test(JoinRelType kind, RexNode condition, BitSet needed) {}

    private final RelNode original;
    private final List<RelNode> leaves = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();
    private final List<RexNode> terms = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final List<RexNode> leafless = new ArrayList<>();
    private final Map<Integer, Test> tests = new HashMap<>();
    private EqualColumns equal = EqualColumns.NONE;
    private List<RexNode> fields = List.of();
    private int width;

    private JoinBlock(RelNode original) {
        this.original = original;
    }

    static boolean beginsAt(RelNode rel) {
        return switch (rel) {
            case Join join -> isDissolved(join);
            case Filter filter -> beginsAt(filter.getInput());
            default -> false;
        };
    }

    private static boolean isDissolved(Join join) {
        return switch (join.getJoinType()) {
            case INNER, SEMI, ANTI -> true;
            default -> false;
        };
    }

    /// Takes the block at `root` apart; `orderLeaf` is applied to each leaf.
    static JoinBlock collect(RelNode root, UnaryOperator<RelNode> orderLeaf) {
        JoinBlock block = new JoinBlock(root);
        block.fields = block.typed(block.dissolve(root, orderLeaf));
        block.sortTerms();
        return block;
    }

    private static boolean containsJoin(RelNode rel) {
        return switch (rel) {
            case Join join -> isDissolved(join);
            case Filter filter -> containsJoin(filter.getInput());
            case Project project -> !project.containsOver() && containsJoin(project.getInput());
            default -> false;
        };
    }

    private List<RexNode> dissolve(RelNode rel, UnaryOperator<RelNode> orderLeaf) {
        if (!containsJoin(rel)) {
            return addLeaf(orderLeaf.apply(rel));
        }
        return switch (rel) {
            case Join join -> {
                List<RexNode> left = dissolve(join.getLeft(), orderLeaf);
                List<RexNode> row = new ArrayList<>(left);
                if (join.getJoinType() == JoinRelType.INNER) {
                    row.addAll(dissolve(join.getRight(), orderLeaf));
                    addTerms(join.getCondition(), row);
                    yield row;
                }
                row.addAll(addLeaf(orderLeaf.apply(join.getRight())));
                int test = leaves.size() - 1;
                tests.put(test, new Test(join.getJoinType(), replace(join.getCondition(), row), new BitSet()));
                yield left;
            }
            case Filter filter -> {
                List<RexNode> row = dissolve(filter.getInput(), orderLeaf);
                addTerms(filter.getCondition(), row);
                yield row;
            }
            case Project project -> {
                List<RexNode> row = dissolve(project.getInput(), orderLeaf);
                // That a column may be NULL elsewhere is no cast: equalities of columns are looked for.
                yield project.getProjects().stream()
                        .map(expression -> RexUtil.removeNullabilityCast(
                                original.getCluster().getTypeFactory(), replace(expression, row)))
                        .toList();
            }
            default -> throw new IllegalStateException("not part of a join block: " + rel);
        };
    }

    /// The columns with the types that they have outside.
    private List<RexNode> typed(List<RexNode> columns) {
        List<RexNode> typed = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            RexNode column = columns.get(i);
            RelDataType type = original.getRowType().getFieldList().get(i).getType();
            typed.add(
                    column.getType().equals(type)
                            ? column
                            : original.getCluster().getRexBuilder().makeAbstractCast(type, column, false));
        }
        return typed;
    }

    private List<RexNode> addLeaf(RelNode leaf) {
        offsets.add(width);
        leaves.add(leaf);
        List<RexNode> row = new ArrayList<>();
        for (RelDataTypeField field : leaf.getRowType().getFieldList()) {
            row.add(new RexInputRef(width + field.getIndex(), field.getType()));
        }
        width += row.size();
        return row;
    }

    private void addTerms(RexNode condition, List<RexNode> row) {
        RexBuilder builder = original.getCluster().getRexBuilder();
        for (RexNode term : RelOptUtil.conjunctions(condition)) {
            RexNode replaced = replace(term, row);
            // What all branches of an OR have in common may be a join condition.
            RexNode factored = replaced.getKind() == SqlKind.OR ? RexUtil.pullFactors(builder, replaced) : replaced;
            terms.addAll(RelOptUtil.conjunctions(factored));
        }
    }

    static RexNode replace(RexNode expression, List<RexNode> row) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return row.get(ref.getIndex());
            }
        });
    }

    /// Terms over one leaf become filters of it, those over several conditions.
    private void sortTerms() {
        RexBuilder builder = original.getCluster().getRexBuilder();
        tests.replaceAll((leaf, test) -> {
            BitSet needed = leavesOf(test.condition());
            needed.clear(leaf);
            return new Test(test.kind(), test.condition(), needed);
        });
        equal = EqualColumns.of(terms);
        List<RexNode> all = new ArrayList<>(terms);
        all.addAll(equal.implied(terms, builder));
        all.addAll(equal.within(this::leafOf, builder));
        for (RexNode term : terms) {
            all.addAll(OneSided.of(term, this::leavesOf, builder));
        }
        List<Set<RexNode>> filters = new ArrayList<>();
        leaves.forEach(leaf -> filters.add(new LinkedHashSet<>()));
        for (RexNode term : all) {
            BitSet used = leavesOf(term);
            switch (used.cardinality()) {
                case 0 -> leafless.add(term);
                case 1 -> filters.get(used.nextSetBit(0)).add(term);
                default -> conditions.add(new Condition(term, used, isEquality(term)));
            }
        }
        for (int i = 0; i < leaves.size(); i++) {
            if (!filters.get(i).isEmpty()) {
                RexNode condition = RexUtil.composeConjunction(builder, filters.get(i));
                RexNode local = RexUtil.shift(condition, -offsets.get(i));
                leaves.set(i, LogicalFilter.create(leaves.get(i), local));
            }
        }
    }

    BitSet leavesOf(RexNode expression) {
        BitSet used = new BitSet();
        for (int column : RelOptUtil.InputFinder.bits(expression)) {
            used.set(leafOf(column));
        }
        return used;
    }

    int leafOf(int column) {
        int leaf = offsets.size() - 1;
        while (offsets.get(leaf) > column) {
            leaf--;
        }
        return leaf;
    }

    /// Whether a term can be the key of a hash join between two leaves.
    boolean isEquality(RexNode term) {
        if (!(term instanceof RexCall call)
                || call.getKind() != SqlKind.EQUALS && call.getKind() != SqlKind.IS_NOT_DISTINCT_FROM) {
            return false;
        }
        BitSet left = leavesOf(call.getOperands().get(0));
        BitSet right = leavesOf(call.getOperands().get(1));
        return left.cardinality() == 1 && right.cardinality() == 1 && !left.intersects(right);
    }

    BitSet allLeaves() {
        BitSet all = new BitSet();
        all.set(0, leaves.size());
        return all;
    }

    /// The leaves that are not tests.
    BitSet innerLeaves() {
        BitSet inner = allLeaves();
        tests.keySet().forEach(inner::clear);
        return inner;
    }

    Map<Integer, Test> tests() {
        return tests;
    }

    RelNode leaf(int index) {
        return leaves.get(index);
    }

    /// The columns of what was taken apart, over the block columns.
    List<RexNode> fields() {
        return fields;
    }

    /// Whether there are conditions that read no column at all.
    boolean hasLeafless() {
        return !leafless.isEmpty();
    }

    int firstColumn(int leaf) {
        return offsets.get(leaf);
    }

    EqualColumns equalColumns() {
        return equal;
    }

    /// Conditions over several leaves but those that are told by {@link #equalColumns}: the leaves, and an
    /// expression over the block columns.
    Map<RexNode, BitSet> otherConditions() {
        Map<RexNode, BitSet> others = new LinkedHashMap<>();
        conditions.stream()
                .filter(condition -> !EqualColumns.isMember(condition.expression()))
                .forEach(condition -> others.put(condition.expression(), condition.leaves()));
        return others;
    }

    Part part(int leaf) {
        BitSet self = new BitSet();
        self.set(leaf);
        return new Part(leaves.get(leaf), self, List.of(leaf), null, null);
    }

    long edgeCount(int leaf) {
        return conditions.stream()
                .filter(condition ->
                        condition.isEquality() && condition.leaves().get(leaf))
                .count();
    }

    boolean areConnected(BitSet joined, int leaf) {
        return conditions.stream()
                .anyMatch(condition -> condition.isEquality()
                        && condition.leaves().get(leaf)
                        && condition.leaves().intersects(joined));
    }

    /// The parts of `leaves` that equalities hold together.
    List<BitSet> components(BitSet leaves) {
        List<BitSet> components = new ArrayList<>();
        BitSet rest = (BitSet) leaves.clone();
        while (!rest.isEmpty()) {
            BitSet component = new BitSet();
            component.set(rest.nextSetBit(0));
            boolean grown = true;
            while (grown) {
                int before = component.cardinality();
                for (Condition condition : conditions) {
                    if (condition.isEquality() && condition.leaves().intersects(component)) {
                        BitSet reached = (BitSet) condition.leaves().clone();
                        reached.and(leaves);
                        component.or(reached);
                    }
                }
                grown = component.cardinality() > before;
            }
            components.add(component);
            rest.andNot(component);
        }
        return components;
    }

    /// Whether the equalities between connected leaves form no circle.
    boolean isTree(BitSet leaves) {
        long pairs = conditions.stream()
                .filter(Condition::isEquality)
                .map(Condition::leaves)
                .filter(pair -> {
                    BitSet outside = (BitSet) pair.clone();
                    outside.andNot(leaves);
                    return outside.isEmpty();
                })
                .distinct()
                .count();
        return pairs == leaves.cardinality() - 1;
    }

    /// Joins two parts by all conditions that need both and no other.
    Part join(Part left, Part right) {
        if (right.leaves().cardinality() == 1) {
            Test test = tests.get(right.leaves().nextSetBit(0));
            if (test != null) {
                return test(left, right, test);
            }
        }
        BitSet union = (BitSet) left.leaves().clone();
        union.or(right.leaves());
        List<Integer> order = new ArrayList<>(left.order());
        order.addAll(right.order());
        int[] positions = positions(order);
        RexBuilder builder = original.getCluster().getRexBuilder();
        List<RexNode> now = new ArrayList<>();
        for (RexNode equality : equal.between(columns(left), columns(right), builder)) {
            now.add(move(equality, positions));
        }
        for (Condition condition : conditions) {
            if (!EqualColumns.isMember(condition.expression())
                    && isWithin(condition.leaves(), union)
                    && !isWithin(condition.leaves(), left.leaves())
                    && !isWithin(condition.leaves(), right.leaves())) {
                now.add(move(condition.expression(), positions));
            }
        }
        RexNode condition = RexUtil.composeConjunction(builder, now);
        RelNode joined = LogicalJoin.create(left.rel(), right.rel(), List.of(), condition, Set.of(), JoinRelType.INNER);
        return new Part(joined, union, order, left, right);
    }

    private Part test(Part left, Part right, Test test) {
        BitSet union = (BitSet) left.leaves().clone();
        union.or(right.leaves());
        List<Integer> both = new ArrayList<>(left.order());
        both.addAll(right.order());
        RexNode condition = move(test.condition(), positions(both));
        RelNode joined = LogicalJoin.create(left.rel(), right.rel(), List.of(), condition, Set.of(), test.kind());
        return new Part(joined, union, left.order(), left, right);
    }

    /// The block columns of a part.
    private BitSet columns(Part part) {
        BitSet columns = new BitSet();
        for (int leaf : part.order()) {
            int first = offsets.get(leaf);
            columns.set(first, first + leaves.get(leaf).getRowType().getFieldCount());
        }
        return columns;
    }

    private static boolean isWithin(BitSet inner, BitSet outer) {
        BitSet rest = (BitSet) inner.clone();
        rest.andNot(outer);
        return rest.isEmpty();
    }

    /// Where the block columns stand when leaves follow one another in `order`; -1 for leaves that are not there.
    int[] positions(List<Integer> order) {
        int[] positions = new int[width];
        java.util.Arrays.fill(positions, -1);
        int next = 0;
        for (int leaf : order) {
            int count = leaves.get(leaf).getRowType().getFieldCount();
            for (int i = 0; i < count; i++) {
                positions[offsets.get(leaf) + i] = next++;
            }
        }
        return positions;
    }

    static RexNode move(RexNode expression, int[] positions) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return new RexInputRef(positions[ref.getIndex()], ref.getType());
            }
        });
    }

    /// The columns of the block as they were before it was taken apart.
    RelNode restore(Part part) {
        RelNode rel = part.rel();
        if (!leafless.isEmpty()) {
            rel = LogicalFilter.create(
                    rel, RexUtil.composeConjunction(original.getCluster().getRexBuilder(), leafless));
        }
        int[] positions = positions(part.order());
        List<RexNode> columns =
                fields.stream().map(field -> move(field, positions)).toList();
        return LogicalProject.create(
                rel, List.of(), columns, original.getRowType().getFieldNames(), Set.of());
    }
}
