package io.colonnade.core.plan;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.util.List;

/// Reads a table at the snapshot of the query, keeps the rows that meet all conjuncts and pass all runtime
/// filters.
///
/// ```text
/// columns     [lo_orderdate, lo_partkey, lo_discount, lo_revenue]   what is read, by column id
/// conjuncts   $2 between 1 and 3                                    over the positions of `columns`
/// outputs     [0, 1, 3]                                             what is passed on, positions of `columns`
/// ```
///
/// Conjuncts are also used on zone maps; a NULL conjunct drops the row.
public record ScanNode(
        int id,
        long tableId,
        String tableName,
        List<ScanColumn> columns,
        List<Expression> conjuncts,
        List<RuntimeFilterUse> runtimeFilters,
        List<Integer> outputs)
        implements PlanNode {
    /// A column of the table, by its id and with its type. `initial` is its value in segments that do not have it.
    ///
    /// Two numbers say where a row lies, and name it in the whole database: {@link #SEGMENT_ID} and
    /// {@link #ROW_POSITION} in the segment, both BIGINT.
    public record ScanColumn(int columnId, String name, Type type, Datum initial) {
        /// In place of a column id.
        public static final int SEGMENT_ID = -1;

        /// In place of a column id.
        public static final int ROW_POSITION = -2;

        /// A column that every segment has.
        public ScanColumn(int columnId, String name, Type type) {
            this(columnId, name, type, Datum.NULL);
        }
    }

    /// The filter that join `joinId` makes of its `key`-th build key, applied to position `column` of the columns.
    public record RuntimeFilterUse(int joinId, int key, int column) {}

    public ScanNode {
        columns = List.copyOf(columns);
        conjuncts = List.copyOf(conjuncts);
        runtimeFilters = List.copyOf(runtimeFilters);
        outputs = List.copyOf(outputs);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of();
    }

    @Override
    public List<Type> outputTypes() {
        return outputs.stream().map(position -> columns.get(position).type()).toList();
    }
}
