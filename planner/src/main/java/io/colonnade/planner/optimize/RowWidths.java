package io.colonnade.planner.optimize;

import java.util.BitSet;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;

/// About how many bytes a row of each leaf of a block has, of what conditions and the result read of it.
final class RowWidths {
    private RowWidths() {}

    static double[] of(JoinBlock block, int[] leaves) {
        BitSet wanted = wanted(block);
        double[] widths = new double[leaves.length];
        for (int i = 0; i < leaves.length; i++) {
            List<RelDataTypeField> fields = block.leaf(leaves[i]).getRowType().getFieldList();
            for (RelDataTypeField field : fields) {
                if (wanted.get(block.firstColumn(leaves[i]) + field.getIndex())) {
                    widths[i] += width(field.getType());
                }
            }
        }
        return widths;
    }

    private static BitSet wanted(JoinBlock block) {
        BitSet wanted = new BitSet();
        block.equalColumns().classes().forEach(wanted::or);
        block.fields().forEach(field -> read(field, wanted));
        block.otherConditions().keySet().forEach(condition -> read(condition, wanted));
        block.tests().values().forEach(test -> read(test.condition(), wanted));
        return wanted;
    }

    private static void read(RexNode expression, BitSet wanted) {
        RelOptUtil.InputFinder.bits(expression).forEachInt(wanted::set);
    }

    private static double width(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case BOOLEAN, TINYINT -> 1;
            case SMALLINT -> 2;
            case INTEGER, REAL, DATE -> 4;
            // Texts are copied, but for those that are told by codes.
            case CHAR, VARCHAR, BINARY, VARBINARY -> 16;
            default -> 8;
        };
    }
}
