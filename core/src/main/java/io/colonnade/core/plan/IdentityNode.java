package io.colonnade.core.plan;

import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.List;

/// Gives rows that are to be written the next identity numbers of their table.
///
/// ```text
/// id    name  marked               id    name
/// NULL  'a'   true                 101   'a'
///    7  'b'   false       ->         7   'b'
/// NULL  'c'   true                 102   'c'
/// ```
///
/// `position` is where the numbers go, `column` what the table calls it. `mark` is the position of the BOOLEAN
/// column, behind all others, that says which rows get one; it is not passed on. With `mark` -1 all rows get
/// one. Rows of one driver are numbered in their order. With `copies` every node has the same rows here: those
/// of node 0 are passed on, those of others are dropped, since they would get other numbers.
///
/// *Errors*: OUT_OF_RANGE if the type of the column cannot hold the next number.
public record IdentityNode(
        int id,
        PlanNode input,
        long tableId,
        String tableName,
        ColumnDefinition column,
        int position,
        int mark,
        boolean copies)
        implements PlanNode {
    public IdentityNode {
        if (!(column.byDefault() instanceof ColumnDefault.Identity)
                || position < 0
                || mark < -1
                || mark >= 0 && mark <= position) {
            throw new IllegalArgumentException("no identity numbers for column " + position + ", marked by " + mark);
        }
    }

    /// The node reading another input.
    public IdentityNode withInput(PlanNode other) {
        return new IdentityNode(id, other, tableId, tableName, column, position, mark, copies);
    }

    /// The node where every node has the same rows.
    public IdentityNode ofCopies() {
        return new IdentityNode(id, input, tableId, tableName, column, position, mark, true);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public List<Type> outputTypes() {
        List<Type> types = new ArrayList<>(input.outputTypes());
        types.set(position, column.type());
        if (mark >= 0) {
            types.removeLast();
        }
        return List.copyOf(types);
    }
}
