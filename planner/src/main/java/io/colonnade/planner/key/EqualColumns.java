package io.colonnade.planner.key;

import io.colonnade.planner.evaluation.Harmless;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;

/// Columns that the equalities among some terms make equal, in classes.
///
/// ```text
/// a = b and b = c and c > 5      class {a, b, c};  implied: a > 5, b > 5
/// ```
///
/// Only plain columns of the same kind of type count: between others an equality may hide a cast.
public final class EqualColumns {
    public static final EqualColumns NONE = new EqualColumns(List.of(), Map.of());

    private final List<BitSet> classes;
    private final Map<Integer, RelDataType> types;

    private EqualColumns(List<BitSet> classes, Map<Integer, RelDataType> types) {
        this.classes = classes;
        this.types = types;
    }

    public static EqualColumns of(List<RexNode> terms) {
        Map<Integer, BitSet> classOf = new LinkedHashMap<>();
        Map<Integer, RelDataType> types = new TreeMap<>();
        for (RexNode term : terms) {
            if (!isMember(term)) {
                continue;
            }
            BitSet joined = new BitSet();
            for (RexNode operand : ((RexCall) term).getOperands()) {
                RexInputRef column = (RexInputRef) operand;
                types.put(column.getIndex(), column.getType());
                joined.set(column.getIndex());
                joined.or(classOf.getOrDefault(column.getIndex(), new BitSet()));
            }
            joined.stream().forEach(column -> classOf.put(column, joined));
        }
        return new EqualColumns(classOf.values().stream().distinct().toList(), types);
    }

    /// Whether a term is an equality that makes a class.
    public static boolean isMember(RexNode term) {
        return term instanceof RexCall call
                && call.getKind() == SqlKind.EQUALS
                && call.getOperands().get(0) instanceof RexInputRef left
                && call.getOperands().get(1) instanceof RexInputRef right
                && left.getIndex() != right.getIndex()
                && left.getType().getSqlTypeName() == right.getType().getSqlTypeName();
    }

    public List<BitSet> classes() {
        return classes;
    }

    /// An equality for each class that has columns among both.
    public List<RexNode> between(BitSet left, BitSet right, RexBuilder builder) {
        List<RexNode> equalities = new ArrayList<>();
        for (BitSet members : classes) {
            int first = firstOf(members, left);
            int second = firstOf(members, right);
            if (first >= 0 && second >= 0) {
                equalities.add(equality(first, second, builder));
            }
        }
        return equalities;
    }

    /// The equalities between columns of one class and one leaf.
    public List<RexNode> within(IntUnaryOperator leafOf, RexBuilder builder) {
        List<RexNode> equalities = new ArrayList<>();
        for (BitSet members : classes) {
            int before = members.nextSetBit(0);
            for (int column = members.nextSetBit(before + 1); column >= 0; column = members.nextSetBit(column + 1)) {
                // Columns of a leaf follow one another.
                if (leafOf.applyAsInt(before) == leafOf.applyAsInt(column)) {
                    equalities.add(equality(before, column, builder));
                }
                before = column;
            }
        }
        return equalities;
    }

    private RexNode equality(int first, int second, RexBuilder builder) {
        return builder.makeCall(SqlStdOperatorTable.EQUALS, column(first), column(second));
    }

    private RexInputRef column(int index) {
        RelDataType type = types.get(index);
        if (type == null) {
            throw new IllegalStateException("no member of a class: " + index);
        }
        return new RexInputRef(index, type);
    }

    public static int firstOf(BitSet members, BitSet among) {
        for (int column = members.nextSetBit(0); column >= 0; column = members.nextSetBit(column + 1)) {
            if (among.get(column)) {
                return column;
            }
        }
        return -1;
    }

    /// What terms over one column say of the columns that are equal to it.
    public List<RexNode> implied(List<RexNode> terms, RexBuilder builder) {
        List<RexNode> implied = new ArrayList<>();
        for (RexNode term : terms) {
            int[] used = RelOptUtil.InputFinder.bits(term).toArray();
            if (used.length != 1 || !Harmless.test(term)) {
                continue;
            }
            for (BitSet members : classes) {
                if (members.get(used[0])) {
                    addSubstitutes(term, used[0], members, implied);
                }
            }
        }
        return implied;
    }

    private void addSubstitutes(RexNode term, int from, BitSet members, List<RexNode> implied) {
        for (int to = members.nextSetBit(0); to >= 0; to = members.nextSetBit(to + 1)) {
            RexInputRef other = column(to);
            if (to != from
                    && SqlTypeUtil.equalSansNullability(
                            other.getType(), column(from).getType())) {
                implied.add(term.accept(new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                        return other;
                    }
                }));
            }
        }
    }
}
