package io.colonnade.planner.key;

import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.planner.algebra.Shared;
import io.colonnade.planner.validate.CatalogBridge.BridgedTable;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;

/// Which columns of a relational expression are the same in all rows that agree in some of them, in the sense
/// of GROUP BY: NULLs are equal.
///
/// ```text
/// table            its primary key, which is enforced, determines the row
/// WHERE a = b      a and b determine each other; a = 5 is determined by nothing at all
/// GROUP BY a, b    a and b determine the group
/// l LEFT JOIN r    what the condition reads of l decides which keys of r there are, or that there are none
/// ```
///
/// May leave out some that are determined, too.
public final class Dependencies {
    private Dependencies() {}

    /// `given` and all columns that they determine.
    public static BitSet closure(RelNode rel, BitSet given) {
        return switch (rel) {
            case TableScan scan -> scan(scan, given);
            case Filter filter -> {
                List<RexNode> terms = RelOptUtil.conjunctions(filter.getCondition());
                BitSet known = (BitSet) given.clone();
                int before;
                do {
                    before = known.cardinality();
                    addEqual(terms, known);
                    known = closure(filter.getInput(), known);
                } while (known.cardinality() > before);
                yield known;
            }
            case Sort sort -> closure(sort.getInput(), given);
            case Shared shared -> closure(shared.getInput(), given);
            case Project project -> project(project, given);
            case Aggregate aggregate -> aggregate(aggregate, given);
            case Join join -> join(join, given);
            default -> given;
        };
    }

    private static BitSet scan(TableScan scan, BitSet given) {
        BridgedTable bridged = scan.getTable().unwrap(BridgedTable.class);
        if (bridged == null || bridged.definition().primaryKey().isEmpty()) {
            return given;
        }
        TableDefinition table = bridged.definition();
        if (!table.primaryKey().stream().allMatch(id -> given.get(table.position(id)))) {
            return given;
        }
        return all(scan);
    }

    private static BitSet all(RelNode rel) {
        BitSet all = new BitSet();
        all.set(0, rel.getRowType().getFieldCount());
        return all;
    }

    /// Whether what is computed of equal values is equal: not of 0.0 and -0.0, nor of a month and thirty days.
    private static boolean isExact(RelNode rel, int column) {
        RelDataType type = rel.getRowType().getFieldList().get(column).getType();
        return !SqlTypeUtil.isApproximateNumeric(type) && !SqlTypeUtil.isInterval(type);
    }

    /// Equal columns of the same type, and those that equal a constant.
    private static void addEqual(List<RexNode> terms, BitSet known) {
        for (RexNode term : terms) {
            if (EqualColumns.isMember(term)) {
                int left = ((RexInputRef) ((RexCall) term).getOperands().get(0)).getIndex();
                int right = ((RexInputRef) ((RexCall) term).getOperands().get(1)).getIndex();
                if (known.get(left) || known.get(right)) {
                    known.set(left);
                    known.set(right);
                }
            } else if (term.getKind() == SqlKind.EQUALS) {
                RexNode left = ((RexCall) term).getOperands().get(0);
                RexNode right = ((RexCall) term).getOperands().get(1);
                if (left instanceof RexInputRef column && isConstant(right)) {
                    known.set(column.getIndex());
                } else if (right instanceof RexInputRef column && isConstant(left)) {
                    known.set(column.getIndex());
                }
            } else if (term.getKind() == SqlKind.IS_NULL
                    && ((RexCall) term).getOperands().get(0) instanceof RexInputRef column) {
                known.set(column.getIndex());
            }
        }
    }

    private static boolean isConstant(RexNode expression) {
        return RexUtil.isConstant(expression) && RexUtil.isDeterministic(expression);
    }

    private static BitSet project(Project project, BitSet given) {
        List<RexNode> expressions = project.getProjects();
        BitSet below = new BitSet();
        given.stream().filter(i -> i < expressions.size()).forEach(i -> {
            if (expressions.get(i) instanceof RexInputRef ref) {
                below.set(ref.getIndex());
            }
        });
        BitSet known = closure(project.getInput(), below);
        BitSet result = (BitSet) given.clone();
        for (int i = 0; i < expressions.size(); i++) {
            RexNode expression = expressions.get(i);
            if (!result.get(i)
                    && RexUtil.isDeterministic(expression)
                    && !RexUtil.containsCorrelation(expression)
                    && !project.containsOver()
                    && determines(project.getInput(), expression, known)) {
                result.set(i);
            }
        }
        return result;
    }

    private static boolean determines(RelNode input, RexNode expression, BitSet known) {
        return expression instanceof RexInputRef ref
                ? known.get(ref.getIndex())
                : RelOptUtil.InputFinder.bits(expression).asList().stream()
                        .allMatch(column -> known.get(column) && isExact(input, column));
    }

    private static BitSet aggregate(Aggregate aggregate, BitSet given) {
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            return given;
        }
        List<Integer> keys = aggregate.getGroupSet().asList();
        BitSet below = new BitSet();
        given.stream().filter(i -> i < keys.size()).forEach(i -> below.set(keys.get(i)));
        BitSet known = closure(aggregate.getInput(), below);
        if (keys.stream().allMatch(known::get)) {
            return all(aggregate);
        }
        BitSet result = (BitSet) given.clone();
        for (int i = 0; i < keys.size(); i++) {
            if (known.get(keys.get(i))) {
                result.set(i);
            }
        }
        return result;
    }

    private static BitSet join(Join join, BitSet given) {
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        int width = join.getRowType().getFieldCount();
        List<RexNode> terms = RelOptUtil.conjunctions(join.getCondition());
        return switch (join.getJoinType()) {
            case SEMI, ANTI, LEFT_MARK -> {
                BitSet known = (BitSet) given.clone();
                known.or(closure(join.getLeft(), known.get(0, leftWidth)));
                yield known;
            }
            case INNER -> {
                BitSet known = (BitSet) given.clone();
                int before;
                do {
                    before = known.cardinality();
                    addEqual(terms, known);
                    addSide(join.getLeft(), known, 0, leftWidth);
                    addSide(join.getRight(), known, leftWidth, width);
                } while (known.cardinality() > before);
                yield known;
            }
            case LEFT -> outer(join, terms, given, 0, leftWidth, leftWidth, width);
            case RIGHT -> outer(join, terms, given, leftWidth, width, 0, leftWidth);
            case FULL -> {
                BitSet known = (BitSet) given.clone();
                addPadded(join.getLeft(), known, 0, leftWidth, false);
                addPadded(join.getRight(), known, leftWidth, width, false);
                yield known;
            }
            default -> given;
        };
    }

    private static void addSide(RelNode side, BitSet known, int from, int to) {
        closure(side, known.get(from, to)).stream().forEach(i -> known.set(from + i));
    }

    /// A side that has NULLs for rows of the other one without a partner: a row of its own is told from these
    /// if a column is known that it never leaves NULL (`matched`: such a column is known already).
    private static void addPadded(RelNode side, BitSet known, int from, int to, boolean matched) {
        List<RelDataTypeField> fields = side.getRowType().getFieldList();
        boolean told = matched
                || known.get(from, to).stream()
                        .anyMatch(i -> !fields.get(i).getType().isNullable());
        if (told) {
            addSide(side, known, from, to);
        }
    }

    /// `from` to `to` are the columns of the side that keeps its rows.
    private static BitSet outer(
            Join join, List<RexNode> terms, BitSet given, int from, int to, int otherFrom, int otherTo) {
        RelNode kept = from == 0 ? join.getLeft() : join.getRight();
        RelNode other = from == 0 ? join.getRight() : join.getLeft();
        BitSet known = (BitSet) given.clone();
        int before;
        do {
            before = known.cardinality();
            addSide(kept, known, from, to);
            // Whether there is a partner depends on what is known: so do the keys it is found by.
            boolean decided = RexUtil.isDeterministic(join.getCondition())
                    && terms.stream()
                            .allMatch(term -> RelOptUtil.InputFinder.bits(term).asList().stream()
                                    .filter(i -> i >= from && i < to)
                                    .allMatch(i ->
                                            known.get(i) && (EqualColumns.isMember(term) || isExact(kept, i - from))));
            boolean matched = false;
            for (RexNode term : terms) {
                if (EqualColumns.isMember(term)) {
                    int first = ((RexInputRef) ((RexCall) term).getOperands().get(0)).getIndex();
                    int second = ((RexInputRef) ((RexCall) term).getOperands().get(1)).getIndex();
                    int ofOther = first >= otherFrom && first < otherTo ? first : second;
                    int ofKept = first + second - ofOther;
                    if (ofOther >= otherFrom && ofOther < otherTo && ofKept >= from && ofKept < to) {
                        if (decided) {
                            known.set(ofOther);
                        }
                        matched |= known.get(ofOther);
                    }
                }
            }
            addPadded(other, known, otherFrom, otherTo, matched);
        } while (known.cardinality() > before);
        return known;
    }
}
