package io.colonnade.core.plan;

import io.colonnade.core.type.Type;
import java.util.List;

/// Notes which rows of a table the statement deletes and passes all its rows on, with the columns `outputs` only.
///
/// ```text
/// segment  row  amount           deleted            passed on
///      17    4      10    ->     17: {4, 5}    ->   10
///      17    5      20                              20
///    NULL NULL      30                              30       a row of MERGE without a partner in the table
/// ```
///
/// `segment` and `row` are the positions of {@link ScanNode.ScanColumn#SEGMENT_ID} and
/// {@link ScanNode.ScanColumn#ROW_POSITION} of the table's scan; where they are NULL nothing is deleted. It may
/// run on any node: what it notes comes back with the end of the task and is deleted by a commit. A row that comes
/// twice is a CARDINALITY_VIOLATION, found here or by the coordinator. At the root of its fragment it produces no
/// rows.
public record DeleteNode(
        int id, PlanNode input, long tableId, String tableName, int segment, int row, List<Integer> outputs)
        implements PlanNode {
    public DeleteNode {
        outputs = List.copyOf(outputs);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public List<Type> outputTypes() {
        List<Type> types = input.outputTypes();
        return outputs.stream().map(types::get).toList();
    }
}
