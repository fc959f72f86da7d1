package io.colonnade.planner.type;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;

/// ROLLUP and CUBE that name a key twice, set by set: the validator would take sets that are the same for one.
///
/// ```text
/// CUBE (x, x)     GROUPING SETS ((x, x), (x), (x), ())
/// ```
final class RepeatedKeys {
    /// Sets of more keys are not spelled out.
    /// A CUBE of more has more than the 4,096 sets there may be.
    private static final int CUBE_KEYS_MAX = 12;

    private RepeatedKeys() {}

    /// The call itself if its keys differ.
    static SqlNode spelledOut(SqlCall call) {
        List<SqlNode> keys = call.getOperandList();
        if (call.getKind() == SqlKind.CUBE && keys.size() > CUBE_KEYS_MAX || !repeats(keys)) {
            return call;
        }
        SqlParserPos pos = call.getParserPosition();
        List<SqlNode> sets = new ArrayList<>();
        if (call.getKind() == SqlKind.ROLLUP) {
            for (int count = keys.size(); count >= 0; count--) {
                sets.add(set(keys.subList(0, count), pos));
            }
        } else {
            for (int mask = (1 << keys.size()) - 1; mask >= 0; mask--) {
                List<SqlNode> chosen = new ArrayList<>();
                for (int i = 0; i < keys.size(); i++) {
                    if ((mask >>> i & 1) != 0) {
                        chosen.add(keys.get(i));
                    }
                }
                sets.add(set(chosen, pos));
            }
        }
        return SqlStdOperatorTable.GROUPING_SETS.createCall(pos, sets);
    }

    private static boolean repeats(List<SqlNode> keys) {
        for (int i = 0; i < keys.size(); i++) {
            for (int k = 0; k < i; k++) {
                if (keys.get(i).equalsDeep(keys.get(k), Litmus.IGNORE)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// A key may be a list of columns itself.
    private static SqlNode set(List<SqlNode> keys, SqlParserPos pos) {
        List<SqlNode> columns = new ArrayList<>();
        for (SqlNode key : keys) {
            if (key instanceof SqlNodeList list) {
                columns.addAll(list.getList());
            } else if (key.getKind() == SqlKind.ROW) {
                columns.addAll(((SqlCall) key).getOperandList());
            } else {
                columns.add(key);
            }
        }
        return switch (columns.size()) {
            case 0 -> new SqlNodeList(pos);
            case 1 -> columns.getFirst();
            default -> SqlStdOperatorTable.ROW.createCall(pos, columns);
        };
    }
}
