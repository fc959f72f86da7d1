package io.colonnade.planner.window;

import io.colonnade.planner.name.OuterNames;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// Lists of IN within aggregates within windows, where the converter does not look for them.
///
/// ```text
/// MAX(MIN(x) FILTER (WHERE x IN (1, 2))) OVER ()   ->   MAX(MIN(x) FILTER (WHERE x = 1 OR x = 2)) OVER ()
/// ```
final class WindowedLists {
    private WindowedLists() {}

    /// Changes the call of a window function.
    static void apply(SqlBasicCall over) {
        if (over.operand(0) instanceof SqlBasicCall function) {
            for (int i = 0; i < function.operandCount(); i++) {
                function.setOperand(i, changed(function.operand(i)));
            }
        }
        if (over.operand(1) instanceof SqlWindow window) {
            window.setPartitionList(keys(window.getPartitionList()));
            window.setOrderList(keys(window.getOrderList()));
        }
    }

    private static SqlNodeList keys(SqlNodeList keys) {
        return new SqlNodeList(keys.stream().map(WindowedLists::changed).toList(), keys.getParserPosition());
    }

    private static @Nullable SqlNode changed(@Nullable SqlNode node) {
        return node == null ? null : node.accept(new Aggregates());
    }

    /// Finds the aggregates.
    private static final class Aggregates extends SqlShuttle {
        @Override
        public @Nullable SqlNode visit(SqlCall call) {
            if (call.isA(SqlKind.QUERY)) {
                return call;
            }
            return call.getKind() == SqlKind.FILTER || OuterNames.isAggregator(call)
                    ? call.accept(new Lists())
                    : super.visit(call);
        }
    }

    /// Finds the lists within.
    private static final class Lists extends SqlShuttle {
        @Override
        public @Nullable SqlNode visit(SqlCall call) {
            if (call.isA(SqlKind.QUERY)) {
                return call;
            }
            boolean isList = (call.getKind() == SqlKind.IN || call.getKind() == SqlKind.NOT_IN)
                    && call.operand(1) instanceof SqlNodeList list
                    && !list.isEmpty()
                    && call.operand(0).getKind() != SqlKind.ROW;
            SqlNode visited = super.visit(call);
            return isList && visited instanceof SqlCall in ? comparisons(in) : visited;
        }

        private static SqlNode comparisons(SqlCall in) {
            SqlParserPos place = in.getParserPosition();
            SqlNodeList items = in.operand(1);
            SqlNode any = SqlStdOperatorTable.EQUALS.createCall(place, in.operand(0), items.get(0));
            for (SqlNode item : items.subList(1, items.size())) {
                SqlNode equal = SqlStdOperatorTable.EQUALS.createCall(place, in.operand(0), item);
                any = SqlStdOperatorTable.OR.createCall(place, any, equal);
            }
            return in.getKind() == SqlKind.IN ? any : SqlStdOperatorTable.NOT.createCall(place, any);
        }
    }
}
