package io.colonnade.planner.validate;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.syntax.Positions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlValidatorTable;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.jspecify.annotations.Nullable;

/// Columns that USING merges, wherever they are named without a table: the validator merges them where they are
/// selected as they are, and takes them for ambiguous elsewhere.
///
/// ```text
/// a JOIN b USING (k), LEFT    a.k        RIGHT    b.k        FULL    COALESCE(a.k, b.k)
/// ```
///
/// Columns whose table the text does not tell stay as they are. Where a merged column is merged again the
/// condition is written with ON: the validator would compare with its first part only.
final class MergedColumns {
    /// Of the operands of a join.
    private static final int CONDITION_TYPE = 4;

    private static final int CONDITION = 5;

    private final CalciteCatalogReader reader;

    private MergedColumns(CalciteCatalogReader reader) {
        this.reader = reader;
    }

    /// Changes `query`.
    static void apply(SqlNode query, CalciteCatalogReader reader) {
        MergedColumns columns = new MergedColumns(reader);
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call instanceof SqlSelect select) {
                    columns.merge(select);
                }
                return super.visit(call);
            }
        });
    }

    private void merge(SqlSelect select) {
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
        SqlNode source = table instanceof SqlCall call && call.getKind() == SqlKind.AS ? call.operand(0) : table;
        if (table instanceof SqlCall call && call.operandCount() > 2) {
            return names(call).stream().anyMatch(column::equalsIgnoreCase);
        }
        if (source instanceof SqlSelect derived) {
            return derived.getSelectList().stream()
                    .anyMatch(item -> column.equalsIgnoreCase(SqlValidatorUtil.alias(item)));
        }
        if (!(source instanceof SqlIdentifier name)) {
            return false;
        }
        SqlValidatorTable found = reader.getTable(name.names);
        return found != null
                && found.getRowType().getFieldList().stream()
                        .map(RelDataTypeField::getName)
                        .anyMatch(column::equalsIgnoreCase);
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
