package io.colonnade.planner.lower;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.subquery.SubqueryJoin;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/// Joins of algebra as hash joins: equalities become keys, what remains is the residual condition.
final class JoinLowering {
    /// The preserved side is the build side if the other has more than this many times its rows.
    private static final double PRESERVED_FACTOR = 2;

    /// Expressions of either side; where `nullSafe` NULL equals NULL.
    private record Key(RexNode left, RexNode right, boolean nullSafe) {}

    /// Any join of algebra.
    private record Shape(RelNode rel, RelNode left, RelNode right, RexNode condition, JoinKind kind, boolean flipped) {}

    private final PlanLowering plans;

    JoinLowering(PlanLowering plans) {
        this.plans = plans;
    }

    /// One side with its key columns at the end of the list, computed below if they are no plain columns.
    private record Side(Lowered lowered, List<Integer> keys) {}

    Lowered lower(Join join, BitSet needed) {
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        List<Key> keys = new ArrayList<>();
        List<RexNode> residual = new ArrayList<>();
        boolean nullAware = split(join, leftWidth, keys, residual);
        // The probe side is the one that an outer join preserves.
        boolean flipped = join.getJoinType() == JoinRelType.RIGHT;
        JoinKind kind = kind(join.getJoinType(), nullAware);
        JoinKind other = keys.isEmpty() ? kind : ofBuild(kind);
        if (other != kind) {
            double preserved = plans.rows(flipped ? join.getRight() : join.getLeft());
            double met = plans.rows(flipped ? join.getLeft() : join.getRight());
            if (preserved * PRESERVED_FACTOR < met) {
                // ... unless that is small: then the scan of the other side can drop rows without a partner.
                kind = other;
                flipped = !flipped;
            }
        }
        Shape shape = new Shape(join, join.getLeft(), join.getRight(), join.getCondition(), kind, flipped);
        return lower(shape, keys, residual, needed);
    }

    Lowered lower(SubqueryJoin join, BitSet needed) {
        JoinKind kind = switch (join.kind()) {
            case SINGLE -> JoinKind.SINGLE;
            case MARK -> JoinKind.MARK;
            case NULL_AWARE_MARK -> JoinKind.NULL_AWARE_MARK;
        };
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        List<Key> keys = new ArrayList<>();
        List<RexNode> residual = new ArrayList<>();
        for (RexNode term : RelOptUtil.conjunctions(join.condition())) {
            if (!addKey(term, leftWidth, kind == JoinKind.NULL_AWARE_MARK, keys)) {
                residual.add(term);
            }
        }
        Shape shape = new Shape(join, join.getLeft(), join.getRight(), join.condition(), kind, false);
        return lower(shape, keys, residual, needed);
    }

    /// The kind that has the same rows when its sides have changed places; itself if there is none.
    private static JoinKind ofBuild(JoinKind kind) {
        return switch (kind) {
            case LEFT -> JoinKind.BUILD_OUTER;
            case SEMI -> JoinKind.BUILD_SEMI;
            case ANTI -> JoinKind.BUILD_ANTI;
            case INNER, FULL, SINGLE, NULL_AWARE_ANTI, MARK, NULL_AWARE_MARK -> kind;
            case BUILD_OUTER, BUILD_SEMI, BUILD_ANTI -> throw new IllegalStateException("turned round already");
        };
    }

    private Lowered lower(Shape join, List<Key> keys, List<RexNode> residual, BitSet needed) {
        int leftWidth = join.left().getRowType().getFieldCount();
        int width = leftWidth + join.right().getRowType().getFieldCount();
        boolean flipped = join.flipped();
        BitSet all = (BitSet) needed.clone();
        if (join.kind().marks()) {
            // The mark is no column of the right side.
            all.clear(leftWidth);
        }
        all.or(PlanLowering.columnsOf(residual));
        for (Key key : keys) {
            all.or(PlanLowering.columnsOf(List.of(key.left())));
            BitSet right = PlanLowering.columnsOf(List.of(key.right()));
            right.stream().forEach(column -> all.set(column + leftWidth));
        }
        Lowered left = plans.lower(join.left(), all.get(0, leftWidth));
        Lowered right = plans.lower(join.right(), all.get(leftWidth, width));
        Sides sides = keys(left, right, keys);
        Lowered probe = flipped ? sides.right().lowered() : sides.left().lowered();
        Lowered build = flipped ? sides.left().lowered() : sides.right().lowered();

        int probeWidth = probe.types().size();
        int[] row = new int[width];
        Arrays.fill(row, -1);
        for (int i = 0; i < width; i++) {
            boolean isLeft = i < leftWidth;
            Lowered side = isLeft ? sides.left().lowered() : sides.right().lowered();
            int position = side.positions()[isLeft ? i : i - leftWidth];
            if (position >= 0) {
                row[i] = isLeft == flipped ? position + probeWidth : position;
            }
        }
        List<Type> rowTypes = new ArrayList<>(probe.types());
        rowTypes.addAll(build.types());
        Expression condition = residual(residual, new Lowered(rowOf(probe, build), row), rowTypes);
        int outputWidth = join.rel().getRowType().getFieldCount();
        int[] positions = new int[outputWidth];
        Arrays.fill(positions, -1);
        List<Integer> outputs = new ArrayList<>();
        for (int i = needed.nextSetBit(0); i >= 0 && i < outputWidth; i = needed.nextSetBit(i + 1)) {
            positions[i] = outputs.size();
            outputs.add(join.kind().marks() && i == leftWidth ? rowTypes.size() : row[i]);
        }
        int id = plans.nextId(plans.rows(join.rel()));
        if (join.kind().isOfBuild() || keys.size() > 1) {
            notePartnerShares(id, join, keys);
        }
        JoinNode node = new JoinNode(
                id,
                join.kind(),
                probe.node(),
                build.node(),
                flipped ? sides.right().keys() : sides.left().keys(),
                flipped ? sides.left().keys() : sides.right().keys(),
                condition,
                outputs);
        return new Lowered(node, positions);
    }

    /// The rows of such a join do not tell how many of the probe rows a filter of one key keeps.
    private void notePartnerShares(int id, Shape join, List<Key> keys) {
        int position = 0;
        for (Key key : keys) {
            if (key.left() instanceof RexInputRef left && key.right() instanceof RexInputRef right) {
                RelNode probe = join.flipped() ? join.right() : join.left();
                RelNode build = join.flipped() ? join.left() : join.right();
                int probeColumn = (join.flipped() ? right : left).getIndex();
                int buildColumn = (join.flipped() ? left : right).getIndex();
                plans.notePartnerShare(id, position, probe, probeColumn, build, buildColumn);
            }
            position += key.nullSafe() ? 2 : 1;
        }
    }

    private record Sides(Side left, Side right) {}

    private static JoinKind kind(JoinRelType type, boolean nullAware) {
        return switch (type) {
            case INNER -> JoinKind.INNER;
            case LEFT, RIGHT -> JoinKind.LEFT;
            case FULL -> JoinKind.FULL;
            case SEMI -> JoinKind.SEMI;
            case ANTI -> nullAware ? JoinKind.NULL_AWARE_ANTI : JoinKind.ANTI;
            default -> throw EngineException.notSupported(type + " JOIN");
        };
    }

    /// Sorts the terms of the condition; answers whether the join is that of `x NOT IN (...)` with NULLs.
    private static boolean split(Join join, int leftWidth, List<Key> keys, List<RexNode> residual) {
        List<RexNode> terms = RelOptUtil.conjunctions(join.getCondition());
        if (join.getJoinType() == JoinRelType.ANTI
                && terms.size() == 1
                && terms.getFirst().getKind() == SqlKind.IS_NOT_FALSE) {
            List<Key> single = new ArrayList<>();
            addKey(((RexCall) terms.getFirst()).getOperands().get(0), leftWidth, false, single);
            if (single.size() == 1 && !single.getFirst().nullSafe()) {
                keys.addAll(single);
                return true;
            }
        }
        for (RexNode term : terms) {
            if (!addKey(term, leftWidth, false, keys)) {
                residual.add(term);
            }
        }
        return false;
    }

    /// `twoValued`: a key that may be NULL must not be compared as one where NULL equals NULL.
    private static boolean addKey(RexNode term, int leftWidth, boolean twoValued, List<Key> keys) {
        boolean same = term.getKind() == SqlKind.IS_NOT_DISTINCT_FROM;
        if (term.getKind() != SqlKind.EQUALS && !same) {
            return false;
        }
        RexNode first = ((RexCall) term).getOperands().get(0);
        RexNode second = ((RexCall) term).getOperands().get(1);
        if (isWithin(first, 0, leftWidth) && isWithin(second, leftWidth, Integer.MAX_VALUE)) {
            keys.add(key(first, RexUtil.shift(second, -leftWidth), same, twoValued));
            return true;
        }
        if (isWithin(second, 0, leftWidth) && isWithin(first, leftWidth, Integer.MAX_VALUE)) {
            keys.add(key(second, RexUtil.shift(first, -leftWidth), same, twoValued));
            return true;
        }
        return false;
    }

    private static Key key(RexNode left, RexNode right, boolean same, boolean twoValued) {
        boolean leftNullable = left.getType().isNullable();
        boolean rightNullable = right.getType().isNullable();
        // NULL equals nothing on a side without one.
        return new Key(
                left, right, same && (twoValued ? leftNullable || rightNullable : leftNullable && rightNullable));
    }

    /// Whether an expression reads columns, and only of one side.
    private static boolean isWithin(RexNode expression, int from, int to) {
        BitSet columns = PlanLowering.columnsOf(List.of(expression));
        return !columns.isEmpty() && columns.nextSetBit(0) >= from && columns.length() <= to;
    }

    private Sides keys(Lowered left, Lowered right, List<Key> keys) {
        List<Expression> leftKeys = new ArrayList<>();
        List<Expression> rightKeys = new ArrayList<>();
        for (Key key : keys) {
            Expression first = uncast(plans.expressions(left).convert(key.left()));
            Expression second = uncast(plans.expressions(right).convert(key.right()));
            Type common = Operands.common(first.type(), second.type());
            Expression leftKey = Operands.withoutBlanksBeside(second, Operands.cast(first, common));
            Expression rightKey = Operands.withoutBlanksBeside(first, Operands.cast(second, common));
            if (key.nullSafe()) {
                addNullSafe(leftKey, leftKeys);
                addNullSafe(rightKey, rightKeys);
            } else {
                leftKeys.add(leftKey);
                rightKeys.add(rightKey);
            }
        }
        return new Sides(side(left, leftKeys), side(right, rightKeys));
    }

    /// Two keys, neither of them ever NULL: whether the value is, and the value or any other in the place of NULL.
    private void addNullSafe(Expression value, List<Expression> keys) {
        Expression isNull = plans.fold(new Expression.IsNull(value));
        Datum any = switch (value.type().layout()) {
            case BIT -> Datum.FALSE;
            case INT32, INT64 -> Datum.of(0);
            case FLOAT64 -> Datum.of(0.0);
            case INT128 -> new Datum.Wide(BigInteger.ZERO);
            case VIEW -> Datum.of("");
        };
        keys.add(isNull);
        keys.add(plans.fold(new Expression.Case(
                List.of(new Expression.Case.Branch(isNull, new Expression.Literal(value.type(), any))),
                value,
                value.type())));
    }

    /// Calcite casts both sides to one type; ours is chosen from the columns.
    private static Expression uncast(Expression key) {
        if (key instanceof Expression.Cast widened
                && widened.value() instanceof ColumnReference column
                && column.type() instanceof Type.DecimalType
                && Operands.isWidening(column.type(), widened.type())) {
            return column;
        }
        return key instanceof Expression.Cast cast
                        && cast.value() instanceof ColumnReference column
                        && column.type().isNumeric() == cast.type().isNumeric()
                        && (column.type().isInteger() || column.type().isString())
                        && (cast.type().isInteger()
                                || cast.type().isString()
                                || cast.type() instanceof Type.DecimalType)
                        && !(cast.type().isInteger() && !isWider(column.type(), cast.type()))
                ? column
                : key;
    }

    private static boolean isWider(Type from, Type to) {
        return Operands.common(from, to).equals(to);
    }

    private Side side(Lowered input, List<Expression> keys) {
        List<Integer> positions = new ArrayList<>();
        if (keys.stream().allMatch(ColumnReference.class::isInstance)) {
            keys.forEach(key -> positions.add(((ColumnReference) key).index()));
            return new Side(input, positions);
        }
        List<Expression> columns = new ArrayList<>();
        List<Type> types = input.types();
        for (int i = 0; i < types.size(); i++) {
            columns.add(new ColumnReference(i, types.get(i)));
        }
        for (Expression key : keys) {
            if (key instanceof ColumnReference column) {
                positions.add(column.index());
            } else {
                positions.add(columns.size());
                columns.add(key);
            }
        }
        return new Side(new Lowered(plans.project(input.node(), columns), input.positions()), positions);
    }

    /// Only the types of the joined row matter here.
    private static PlanNode rowOf(Lowered probe, Lowered build) {
        List<Integer> outputs = new ArrayList<>();
        int width = probe.types().size() + build.types().size();
        for (int i = 0; i < width; i++) {
            outputs.add(i);
        }
        return new JoinNode(-1, JoinKind.INNER, probe.node(), build.node(), List.of(), List.of(), null, outputs);
    }

    private @org.jspecify.annotations.Nullable Expression residual(List<RexNode> terms, Lowered row, List<Type> types) {
        RexToExpression converter = plans.expressions(row);
        List<Expression> conjuncts = new ArrayList<>();
        terms.forEach(term -> PlanLowering.addConjuncts(converter.convert(term), conjuncts));
        return plans.conjunction(conjuncts);
    }
}
