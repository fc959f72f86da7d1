package io.colonnade.planner.window;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/// The order of distinct rows with window functions. The validator looks into the windows of ORDER BY for columns
/// that the list does not have; of a derived table only the columns are seen.
///
/// ```text
/// SELECT DISTINCT RANK() OVER (ORDER BY x) FROM t ORDER BY 1
///   ->  SELECT * FROM (SELECT DISTINCT RANK() OVER (ORDER BY x) FROM t) ORDER BY 1
/// ```
///
/// Keys that repeat an item become its number. If there are others, the query stays.
public final class DistinctWindows {
    private DistinctWindows() {}

    /// The query to take instead of `query`, which is changed on the way.
    public static SqlNode apply(SqlNode query) {
        SqlNode changed = query.accept(new SqlShuttle() {
            @Override
            public @Nullable SqlNode visit(SqlCall call) {
                SqlNode visited = super.visit(call);
                return visited instanceof SqlOrderBy ordered ? derived(ordered) : visited;
            }
        });
        return changed == null ? query : changed;
    }

    private static SqlOrderBy derived(SqlOrderBy ordered) {
        SqlNode query = ordered.query instanceof SqlWith with ? with.body : ordered.query;
        if (!(query instanceof SqlSelect select)
                || !select.isDistinct()
                || select.getSelectList().stream().noneMatch(DistinctWindows::hasWindow)) {
            return ordered;
        }
        List<SqlNode> keys = new ArrayList<>();
        for (SqlNode key : ordered.orderList) {
            SqlNode seen = seen(key, select.getSelectList());
            if (seen == null) {
                return ordered;
            }
            keys.add(seen);
        }
        SqlParserPos place = select.getParserPosition();
        SqlSelect above = new SqlSelect(
                place,
                null,
                SqlNodeList.of(SqlIdentifier.star(place)),
                select,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        return new SqlOrderBy(
                ordered.getParserPosition(),
                ordered.query instanceof SqlWith with
                        ? new SqlWith(with.getParserPosition(), with.withList, above)
                        : above,
                new SqlNodeList(keys, ordered.orderList.getParserPosition()),
                ordered.offset,
                ordered.fetch);
    }

    /// The key as it can be said above the list, or null if it cannot.
    private static @Nullable SqlNode seen(SqlNode key, SqlNodeList items) {
        switch (key.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST: {
                SqlNode below = seen(((SqlCall) key).operand(0), items);
                return below == null ? null : ((SqlCall) key).getOperator().createCall(key.getParserPosition(), below);
            }
            case LITERAL:
                return key;
            default:
        }
        for (int i = 0; i < items.size(); i++) {
            SqlNode item = items.get(i);
            if (item instanceof SqlIdentifier star && star.isStar()) {
                return null;
            }
            boolean named = item.getKind() == SqlKind.AS;
            SqlNode value = named ? ((SqlCall) item).operand(0) : item;
            SqlNode name = named ? ((SqlCall) item).operand(1) : item;
            if (value.equalsDeep(key, Litmus.IGNORE) || isCalled(name, key)) {
                return SqlLiteral.createExactNumeric(Integer.toString(i + 1), key.getParserPosition());
            }
        }
        return null;
    }

    private static boolean isCalled(SqlNode name, SqlNode key) {
        return name instanceof SqlIdentifier column
                && key instanceof SqlIdentifier simple
                && simple.isSimple()
                && column.names.getLast().equalsIgnoreCase(simple.getSimple());
    }

    private static boolean hasWindow(SqlNode item) {
        boolean[] found = new boolean[1];
        item.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                found[0] |= call.getKind() == SqlKind.OVER;
                return call.isA(SqlKind.QUERY) ? null : super.visit(call);
            }
        });
        return found[0];
    }
}
