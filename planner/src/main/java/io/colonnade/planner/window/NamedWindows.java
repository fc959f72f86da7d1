package io.colonnade.planner.window;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWindow;

/// The windows of a WINDOW clause, for those that build on them: Calcite forgets the frame of `(w ROWS ..)`.
///
/// What the standard forbids, such as another PARTITION BY, is left to Calcite to refuse.
final class NamedWindows {
    private static final int REFERENCE_OPERAND = 1;

    private final Map<String, SqlWindow> windows = new HashMap<>();

    /// Those of the list, each of which may build on the ones before it.
    NamedWindows(SqlNodeList list) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof SqlWindow window) {
                resolve(window);
                SqlIdentifier name = window.getDeclName();
                if (name != null) {
                    windows.put(key(name), window);
                }
            }
        }
    }

    private static String key(SqlIdentifier name) {
        return name.getSimple().toLowerCase(Locale.ROOT);
    }

    /// Puts what another window says into this one, which refers to it no more.
    void resolve(SqlWindow window) {
        SqlIdentifier name = window.getRefName();
        SqlWindow base = name == null ? null : windows.get(key(name));
        if (base == null
                || !window.getPartitionList().isEmpty()
                || !window.getOrderList().isEmpty() && !base.getOrderList().isEmpty()
                || base.getLowerBound() != null
                || base.getUpperBound() != null) {
            return;
        }
        window.setPartitionList(copy(base.getPartitionList()));
        if (window.getOrderList().isEmpty()) {
            window.setOrderList(copy(base.getOrderList()));
        }
        window.setOperand(REFERENCE_OPERAND, null);
    }

    private static SqlNodeList copy(SqlNodeList list) {
        return new SqlNodeList(list, list.getParserPosition());
    }
}
