package io.colonnade.planner.syntax;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.SqlStarReplace;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// GROUP BY ALL: the items of the select list without an aggregate are the keys.
///
/// ```text
/// SELECT a, sum(b), a + c .. GROUP BY ALL     GROUP BY 1, 3
/// ```
public final class GroupAll {
    private static final Set<String> ENDS = Set.of(
            "",
            ")",
            ";",
            "HAVING",
            "WINDOW",
            "QUALIFY",
            "ORDER",
            "LIMIT",
            "OFFSET",
            "FETCH",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            "MINUS");

    private GroupAll() {}

    /// Whether the list of keys ends before this word, so that ALL is not followed by keys.
    public static boolean ends(String word) {
        return ENDS.contains(word.toUpperCase(Locale.ROOT));
    }

    /// Changes `query`. `isAggregate` knows the names of aggregates.
    public static void apply(SqlNode query, Predicate<String> isAggregate) {
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call instanceof SqlSelect select && isAll(select.getGroup())) {
                    select.setGroupBy(keys(select, isAggregate));
                }
                return super.visit(call);
            }
        });
    }

    /// The grammar leaves a star for it.
    private static boolean isAll(@Nullable SqlNodeList group) {
        return group != null
                && group.size() == 1
                && group.get(0) instanceof SqlIdentifier id
                && id.isStar()
                && id.names.size() == 1;
    }

    private static @Nullable SqlNodeList keys(SqlSelect select, Predicate<String> isAggregate) {
        SqlNodeList keys = new SqlNodeList(SqlParserPos.ZERO);
        int position = 0;
        for (SqlNode item : select.getSelectList()) {
            position++;
            if (item instanceof SqlStarExclude
                    || item instanceof SqlStarReplace
                    || item instanceof SqlIdentifier id && id.isStar()) {
                throw new EngineException(
                        ErrorCode.NOT_SUPPORTED,
                        "* in a query with GROUP BY ALL is not supported yet",
                        Positions.of(item),
                        "name the columns",
                        null);
            }
            if (!aggregates(item, isAggregate)) {
                keys.add(SqlLiteral.createExactNumeric(String.valueOf(position), item.getParserPosition()));
            }
        }
        return keys.isEmpty() ? null : keys;
    }

    private static boolean aggregates(@Nullable SqlNode node, Predicate<String> isAggregate) {
        if (node instanceof SqlNodeList list) {
            return list.stream().anyMatch(item -> aggregates(item, isAggregate));
        }
        if (!(node instanceof SqlCall call) || call.isA(SqlKind.QUERY)) {
            return false;
        }
        return call.getKind() == SqlKind.OVER
                || call.getOperator().isAggregator()
                || isAggregate.test(call.getOperator().getName())
                || call.getOperandList().stream().anyMatch(operand -> aggregates(operand, isAggregate));
    }
}
