package io.colonnade.planner.validate;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.parse.SqlText;
import io.colonnade.planner.statement.QueryBody;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.syntax.ParsedQuery;
import io.colonnade.planner.syntax.Positions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// The rank that a row would have in its group if it were there, which is counted.
///
/// ```text
/// RANK(7) WITHIN GROUP (ORDER BY x)              COUNT(*) FILTER (WHERE x < 7) + 1
/// DENSE_RANK(7) WITHIN GROUP (ORDER BY x)        COUNT(DISTINCT x) FILTER (WHERE x < 7) + 1
/// PERCENT_RANK(7) WITHIN GROUP (ORDER BY x)      the rows before it / all rows, 0 without any
/// CUME_DIST(7) WITHIN GROUP (ORDER BY x)         the rows up to its peers and itself / all rows and itself
/// ```
final class HypotheticalRanks extends SqlShuttle {
    private static final Set<String> NAMES = Set.of("RANK", "DENSE_RANK", "PERCENT_RANK", "CUME_DIST");

    private static final String RANK = "COUNT(*) FILTER (WHERE $in AND $before) + 1";
    private static final String DENSE = "COUNT(DISTINCT $key) FILTER (WHERE $in AND $before) + 1";
    /// NULLs that come first are one more value.
    private static final String DENSE_AFTER_NULLS =
            DENSE + " + COALESCE(MAX(CASE WHEN $in AND $before AND $key IS NULL THEN 1 ELSE 0 END), 0)";
    private static final String PERCENT = "COALESCE(CAST(COUNT(*) FILTER (WHERE $in AND $before) AS DOUBLE)"
            + " / NULLIF(COUNT(*) FILTER (WHERE $in), 0), 0)";
    private static final String SHARE = "CAST(COUNT(*) FILTER (WHERE $in AND ($before OR $peer)) + 1 AS DOUBLE)"
            + " / (COUNT(*) FILTER (WHERE $in) + 1)";

    private HypotheticalRanks() {}

    /// The query without them.
    static SqlNode apply(SqlNode query) {
        boolean[] found = {false};
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                found[0] |= isRank(call);
                return super.visit(call);
            }
        });
        if (!found[0]) {
            return query;
        }
        SqlNode changed = query.accept(new HypotheticalRanks());
        if (changed == null) {
            throw new IllegalStateException("no query is left");
        }
        return changed;
    }

    private static boolean isRank(SqlNode node) {
        return node.getKind() == SqlKind.WITHIN_GROUP
                && ((SqlCall) node).operand(0) instanceof SqlBasicCall inner
                && NAMES.contains(name(inner));
    }

    private static String name(SqlCall call) {
        return call.getOperator().getName().toUpperCase(Locale.ROOT);
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if (call.getKind() == SqlKind.FILTER && isRank(call.operand(0))) {
            return counted(call.operand(0), call.operand(1));
        }
        return isRank(call)
                ? counted(call, SqlLiteral.createBoolean(true, call.getParserPosition()))
                : super.visit(call);
    }

    private static SqlNode counted(SqlCall ranked, SqlNode filter) {
        SqlCall rank = ranked.operand(0);
        SqlNodeList order = ranked.operand(1);
        String name = name(rank);
        if (order.size() != rank.operandCount()) {
            throw new EngineException(
                    ErrorCode.UNKNOWN_FUNCTION,
                    name + " takes a value for each key of its order",
                    Positions.of(rank),
                    "write " + name + "(7) WITHIN GROUP (ORDER BY x)",
                    null);
        }
        if (name.equals("DENSE_RANK") && order.size() > 1) {
            throw new EngineException(
                    ErrorCode.NOT_SUPPORTED,
                    "DENSE_RANK of several values WITHIN GROUP is not supported yet",
                    Positions.of(rank),
                    null,
                    null);
        }
        List<Key> keys = order.stream().map(Key::of).toList();
        String template = switch (name) {
            case "RANK" -> RANK;
            case "DENSE_RANK" -> keys.getFirst().nullsFirst ? DENSE_AFTER_NULLS : DENSE;
            case "PERCENT_RANK" -> PERCENT;
            default -> SHARE;
        };
        SqlNode counted = parsed(template).accept(new SqlShuttle() {
            @Override
            public @Nullable SqlNode visit(SqlIdentifier id) {
                return switch (id.isSimple() ? id.getSimple() : "") {
                    case "$in" -> copy(filter);
                    case "$key" -> copy(keys.getFirst().value);
                    case "$before" -> before(keys, rank.getOperandList());
                    case "$peer" -> peers(keys, rank.getOperandList(), keys.size());
                    default -> id;
                };
            }
        });
        if (counted == null) {
            throw new IllegalStateException("no rank is left");
        }
        return counted;
    }

    /// A key of the order.
    private record Key(SqlNode value, boolean ascending, boolean nullsFirst) {
        static Key of(SqlNode written) {
            boolean ascending = true;
            Boolean nullsFirst = null;
            SqlNode value = written;
            while (value instanceof SqlCall sorted
                    && (sorted.getKind() == SqlKind.DESCENDING
                            || sorted.getKind() == SqlKind.NULLS_FIRST
                            || sorted.getKind() == SqlKind.NULLS_LAST)) {
                if (sorted.getKind() == SqlKind.DESCENDING) {
                    ascending = false;
                } else {
                    nullsFirst = sorted.getKind() == SqlKind.NULLS_FIRST;
                }
                value = sorted.operand(0);
            }
            return new Key(value, ascending, nullsFirst == null ? !ascending : nullsFirst);
        }

        /// Whether a row comes before one with the value `other`, if all keys before this one are equal.
        SqlNode before(SqlNode other) {
            SqlNode less = call(
                    ascending ? SqlStdOperatorTable.LESS_THAN : SqlStdOperatorTable.GREATER_THAN,
                    copy(value),
                    copy(other));
            SqlNode first = nullsFirst ? value : other;
            SqlNode second = nullsFirst ? other : value;
            SqlNode byNull = call(
                    SqlStdOperatorTable.AND,
                    call(SqlStdOperatorTable.IS_NULL, copy(first)),
                    call(SqlStdOperatorTable.IS_NOT_NULL, copy(second)));
            return call(SqlStdOperatorTable.OR, less, byNull);
        }
    }

    private static SqlNode before(List<Key> keys, List<SqlNode> values) {
        SqlNode any = keys.getFirst().before(values.getFirst());
        for (int i = 1; i < keys.size(); i++) {
            SqlNode here = call(
                    SqlStdOperatorTable.AND, peers(keys, values, i), keys.get(i).before(values.get(i)));
            any = call(SqlStdOperatorTable.OR, any, here);
        }
        return any;
    }

    /// Whether a row has these values for the first `count` keys.
    private static SqlNode peers(List<Key> keys, List<SqlNode> values, int count) {
        SqlNode all = null;
        for (int i = 0; i < count; i++) {
            SqlNode same = call(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, copy(keys.get(i).value), copy(values.get(i)));
            all = all == null ? same : call(SqlStdOperatorTable.AND, all, same);
        }
        return all == null ? SqlLiteral.createBoolean(true, SqlParserPos.ZERO) : all;
    }

    private static SqlNode call(SqlOperator operator, SqlNode... operands) {
        return operator.createCall(operands[0].getParserPosition(), operands);
    }

    /// Steps behind this one change what they find.
    private static SqlNode copy(SqlNode node) {
        return new ParsedQuery(node).copy();
    }

    private static SqlNode parsed(String expression) {
        if (SqlText.parse("SELECT " + expression) instanceof Statement.Query(QueryBody body)
                && ((ParsedQuery) body).copy() instanceof SqlSelect select) {
            return select.getSelectList().get(0);
        }
        throw new IllegalStateException(expression);
    }
}
