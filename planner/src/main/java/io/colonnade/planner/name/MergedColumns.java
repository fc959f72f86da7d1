package io.colonnade.planner.name;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.syntax.Positions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlValidatorTable;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.jspecify.annotations.Nullable;

/// Columns that USING and NATURAL merge, wherever they are named without a table: the validator merges them
/// where they are selected as they are, and takes them for ambiguous elsewhere.
///
/// ```text
/// a JOIN b USING (k), LEFT    a.k        RIGHT    b.k        FULL    COALESCE(a.k, b.k)
/// ```
///
/// Columns whose table the text does not tell stay as they are. Where a merged column is merged again the
/// condition is written with ON: the validator would compare with its first part only.
public final class MergedColumns {
    /// Of the operands of a join.
    private static final int NATURAL = 1;

    private static final int CONDITION_TYPE = 4;

    private static final int CONDITION = 5;

    private final CalciteCatalogReader reader;

    /// The columns of the queries of WITH.
    private final Map<String, List<String>> commonTables = new TreeMap<>();

    private MergedColumns(CalciteCatalogReader reader) {
        this.reader = reader;
    }

    /// Changes `query`.
    public static void apply(SqlNode query, CalciteCatalogReader reader) {
        MergedColumns columns = new MergedColumns(reader);
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call instanceof SqlWithItem item) {
                    columns.name(item);
                }
                if (call instanceof SqlSelect select) {
                    columns.merge(select);
                }
                super.visit(call);
                if (call instanceof SqlOrderBy ordered) {
                    SqlNode sorted = ordered.query instanceof SqlWith with ? with.body : ordered.query;
                    columns.order(ordered.orderList, sorted);
                }
                return null;
            }
        });
    }

    private void merge(SqlSelect select) {
        named(select.getFrom());
        Map<String, SqlNode> merged = new TreeMap<>();
        collect(select.getFrom(), merged);
        if (merged.isEmpty()) {
            return;
        }
        boolean hasStar =
                select.getSelectList().stream().anyMatch(item -> item instanceof SqlIdentifier name && name.isStar());
        compareWhole(select.getFrom(), hasStar);
        Replacing replacing = new Replacing(merged);
        SqlNodeList items = select.getSelectList();
        for (int i = 0; i < items.size(); i++) {
            SqlNode item = items.get(i);
            SqlNode replaced = item.accept(replacing);
            if (replaced != null && replaced != item) {
                items.set(
                        i,
                        item instanceof SqlIdentifier name
                                ? SqlStdOperatorTable.AS.createCall(item.getParserPosition(), replaced, name)
                                : replaced);
            }
        }
        if (select.getWhere() != null) {
            select.setWhere(select.getWhere().accept(replacing));
        }
        if (select.getHaving() != null) {
            select.setHaving(select.getHaving().accept(replacing));
        }
        if (select.getQualify() != null) {
            select.setQualify(select.getQualify().accept(replacing));
        }
        if (select.getGroup() != null) {
            select.getGroup().replaceAll(key -> key.accept(replacing));
        }
    }

    /// A key that is a name alone may be that of an item of the list.
    private void order(SqlNodeList keys, SqlNode query) {
        if (!(query instanceof SqlSelect select)) {
            return;
        }
        Map<String, SqlNode> merged = new TreeMap<>();
        collect(select.getFrom(), merged);
        List<String> items = listed(select);
        if (merged.isEmpty() || items.isEmpty()) {
            return;
        }
        Replacing replacing = new Replacing(merged);
        keys.replaceAll(key -> {
            SqlNode bare = key;
            while (bare.getKind() == SqlKind.DESCENDING
                    || bare.getKind() == SqlKind.NULLS_FIRST
                    || bare.getKind() == SqlKind.NULLS_LAST) {
                bare = ((SqlCall) bare).operand(0);
            }
            boolean isItem = bare instanceof SqlIdentifier name
                    && name.isSimple()
                    && items.stream().anyMatch(name.getSimple()::equalsIgnoreCase);
            return isItem ? key : key.accept(replacing);
        });
    }

    /// What stands for each merged column, by its name in lower case.
    private void collect(@Nullable SqlNode from, Map<String, SqlNode> merged) {
        if (!(from instanceof SqlJoin join)) {
            return;
        }
        collect(join.getLeft(), merged);
        collect(join.getRight(), merged);
        if (join.getConditionType() == JoinConditionType.USING && join.getCondition() instanceof SqlNodeList columns) {
            for (SqlNode column : columns) {
                SqlNode value = value(join, ((SqlIdentifier) column).getSimple());
                if (value != null) {
                    merged.put(key(((SqlIdentifier) column).getSimple()), value);
                }
            }
        }
    }

    /// Makes NATURAL joins say by which columns, where the text tells.
    private void named(@Nullable SqlNode from) {
        if (!(from instanceof SqlJoin join)) {
            return;
        }
        named(join.getLeft());
        named(join.getRight());
        if (!join.isNatural() || join.getLeft() instanceof SqlJoin || join.getRight() instanceof SqlJoin) {
            return;
        }
        List<String> right = columns(join.getRight());
        List<SqlNode> shared = new ArrayList<>();
        for (String column : columns(join.getLeft())) {
            if (right.stream().anyMatch(column::equalsIgnoreCase)) {
                shared.add(new SqlIdentifier(column, join.getParserPosition()));
            }
        }
        if (!shared.isEmpty()) {
            join.setOperand(NATURAL, SqlLiteral.createBoolean(false, join.getParserPosition()));
            join.setOperand(CONDITION_TYPE, JoinConditionType.USING.symbol(join.getParserPosition()));
            join.setOperand(CONDITION, new SqlNodeList(shared, join.getParserPosition()));
        }
    }

    /// Makes joins by columns that are merged of others already compare with all of their parts.
    private void compareWhole(@Nullable SqlNode from, boolean hasStar) {
        if (!(from instanceof SqlJoin join)) {
            return;
        }
        if (join.getConditionType() == JoinConditionType.USING
                && join.getCondition() instanceof SqlNodeList columns
                && columns.stream()
                        .anyMatch(column -> column instanceof SqlIdentifier name
                                && (isOfParts(join.getLeft(), name.getSimple())
                                        || isOfParts(join.getRight(), name.getSimple())))) {
            SqlNode condition = null;
            for (SqlNode column : columns) {
                SqlNode left = value(join.getLeft(), ((SqlIdentifier) column).getSimple());
                SqlNode right = value(join.getRight(), ((SqlIdentifier) column).getSimple());
                if (left == null || right == null || hasStar) {
                    throw new EngineException(
                            ErrorCode.NOT_SUPPORTED,
                            "USING of a column that a RIGHT or FULL JOIN has merged is not supported here",
                            Positions.of(column),
                            "name the columns that are selected, and write the condition with ON",
                            null);
                }
                SqlParserPos pos = column.getParserPosition();
                SqlNode equal = SqlStdOperatorTable.EQUALS.createCall(pos, left, right);
                condition = condition == null ? equal : SqlStdOperatorTable.AND.createCall(pos, condition, equal);
            }
            join.setOperand(CONDITION_TYPE, JoinConditionType.ON.symbol(join.getParserPosition()));
            join.setOperand(CONDITION, condition);
        }
        compareWhole(join.getLeft(), hasStar);
        compareWhole(join.getRight(), hasStar);
    }

    /// Whether a column is no single column of a table, or not that of the first.
    private static boolean isOfParts(SqlNode from, String column) {
        if (!(from instanceof SqlJoin join)) {
            return false;
        }
        boolean here = join.getJoinType() == JoinType.RIGHT || join.getJoinType() == JoinType.FULL;
        return here && (isMerged(join, column) || join.isNatural())
                || isOfParts(join.getLeft(), column)
                || isOfParts(join.getRight(), column);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /// A column of a table or join; null if it has none of that name, or the text does not tell.
    private @Nullable SqlNode value(SqlNode from, String column) {
        if (!(from instanceof SqlJoin join)) {
            String table = FromNames.of(from);
            return table != null && hasColumn(from, column)
                    ? new SqlIdentifier(List.of(table, column), SqlParserPos.ZERO)
                    : null;
        }
        SqlNode left = value(join.getLeft(), column);
        SqlNode right = value(join.getRight(), column);
        if (left == null || right == null || !isMerged(join, column)) {
            return left == null ? right : right == null ? left : null;
        }
        return switch (join.getJoinType()) {
            case RIGHT -> right;
            case FULL -> SqlStdOperatorTable.COALESCE.createCall(SqlParserPos.ZERO, List.of(left, right));
            default -> left;
        };
    }

    private static boolean isMerged(SqlJoin join, String column) {
        return join.getConditionType() == JoinConditionType.USING
                && join.getCondition() instanceof SqlNodeList columns
                && columns.stream()
                        .anyMatch(other -> other instanceof SqlIdentifier name
                                && name.getSimple().equalsIgnoreCase(column));
    }

    private boolean hasColumn(SqlNode table, String column) {
        return columns(table).stream().anyMatch(column::equalsIgnoreCase);
    }

    /// The columns of a table; none if the text does not tell.
    private List<String> columns(SqlNode table) {
        SqlNode source = table instanceof SqlCall call && call.getKind() == SqlKind.AS ? call.operand(0) : table;
        if (table instanceof SqlCall call && call.getKind() == SqlKind.AS && call.operandCount() > 2) {
            return names(call);
        }
        if (source instanceof SqlSelect) {
            return listed(source);
        }
        if (!(source instanceof SqlIdentifier name)) {
            return List.of();
        }
        List<String> common = name.isSimple() ? commonTables.get(key(name.getSimple())) : null;
        if (common != null) {
            return common;
        }
        SqlValidatorTable found = reader.getTable(name.names);
        return found == null ? List.of() : found.getRowType().getFieldNames();
    }

    /// The columns of a query by its list; none if that has a star.
    private static List<String> listed(SqlNode query) {
        SqlNode select = query;
        while (select instanceof SqlCall call
                && (call.getKind().belongsTo(SqlKind.SET_QUERY) || call.getKind() == SqlKind.ORDER_BY)) {
            select = call.operand(0);
        }
        if (!(select instanceof SqlSelect first)
                || first.getSelectList().stream()
                        .anyMatch(item -> item instanceof SqlIdentifier name && name.isStar())) {
            return List.of();
        }
        return first.getSelectList().stream()
                .map(SqlValidatorUtil::alias)
                .filter(Objects::nonNull)
                .toList();
    }

    /// Notes what a query of WITH is called, and its columns.
    private void name(SqlWithItem item) {
        List<String> columns = item.columnList == null
                ? listed(item.query)
                : item.columnList.stream()
                        .map(column -> ((SqlIdentifier) column).getSimple())
                        .toList();
        commonTables.put(key(item.name.getSimple()), columns);
    }

    /// The names that an alias gives to columns.
    private static List<String> names(SqlCall alias) {
        List<String> names = new ArrayList<>();
        for (SqlNode name : alias.getOperandList().subList(2, alias.operandCount())) {
            if (name instanceof SqlIdentifier column) {
                names.add(column.getSimple());
            }
        }
        return names;
    }

    private static final class Replacing extends SqlShuttle {
        private final Map<String, SqlNode> merged;

        Replacing(Map<String, SqlNode> merged) {
            this.merged = merged;
        }

        @Override
        public @Nullable SqlNode visit(SqlCall call) {
            if (call.isA(SqlKind.QUERY)) {
                return call;
            }
            if (call.getKind() == SqlKind.AS) {
                SqlNode value = call.operand(0).accept(this);
                return value == null || value == call.operand(0)
                        ? call
                        : SqlStdOperatorTable.AS.createCall(call.getParserPosition(), value, call.operand(1));
            }
            return super.visit(call);
        }

        @Override
        public SqlNode visit(SqlIdentifier name) {
            SqlNode value = name.isSimple() ? merged.get(key(name.getSimple())) : null;
            return value == null ? name : value.clone(name.getParserPosition());
        }
    }
}
