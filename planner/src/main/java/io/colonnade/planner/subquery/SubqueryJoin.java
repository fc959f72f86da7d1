package io.colonnade.planner.subquery;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.BiRel;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.type.SqlTypeName;

/// A join that a subquery becomes and that no rule for joins may touch: it is no {@link
/// org.apache.calcite.rel.core.Join}, so that none does.
///
/// ```text
/// SINGLE             left columns, right columns (NULLs without a partner); several partners are an error when it runs
/// MARK               left columns, whether there is a partner
/// NULL_AWARE_MARK    left columns, TRUE, FALSE or NULL as IN says: the condition over all right rows, joined by OR
/// ```
public final class SubqueryJoin extends BiRel {
    /// What the join adds to the rows of its left side.
    public enum Kind {
        SINGLE,
        MARK,
        NULL_AWARE_MARK
    }

    private final Kind kind;
    private final RexNode condition;

    private SubqueryJoin(RelTraitSet traits, RelNode left, RelNode right, RexNode condition, Kind kind) {
        super(left.getCluster(), traits, left, right);
        this.kind = kind;
        this.condition = condition;
    }

    static SubqueryJoin create(RelNode left, RelNode right, RexNode condition, Kind kind) {
        return new SubqueryJoin(left.getCluster().traitSet(), left, right, condition, kind);
    }

    public Kind kind() {
        return kind;
    }

    /// Over the columns of both sides.
    public RexNode condition() {
        return condition;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new SubqueryJoin(traits, inputs.get(0), inputs.get(1), condition, kind);
    }

    @Override
    public RelNode accept(RexShuttle shuttle) {
        RexNode changed = condition.accept(shuttle);
        return changed == condition ? this : new SubqueryJoin(traitSet, left, right, changed, kind);
    }

    @Override
    protected RelDataType deriveRowType() {
        RelDataTypeFactory factory = getCluster().getTypeFactory();
        RelDataTypeFactory.Builder row =
                factory.builder().addAll(left.getRowType().getFieldList());
        if (kind == Kind.SINGLE) {
            right.getRowType()
                    .getFieldList()
                    .forEach(field ->
                            row.add(field.getName(), factory.createTypeWithNullability(field.getType(), true)));
        } else {
            RelDataType mark = factory.createSqlType(SqlTypeName.BOOLEAN);
            row.add("$mark", factory.createTypeWithNullability(mark, kind == Kind.NULL_AWARE_MARK));
        }
        return row.uniquify().build();
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("kind", kind).item("condition", condition);
    }
}
