package io.colonnade.planner.validate;

import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Datum;
import io.colonnade.planner.declaration.IdentityColumns;
import io.colonnade.planner.declaration.TableDefinitions;
import io.colonnade.planner.statement.Name;
import io.colonnade.planner.statement.QueryBody;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.statement.Statement.Assignment;
import io.colonnade.planner.syntax.ParsedQuery;
import io.colonnade.planner.type.ConstantSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Statements that change rows, as the queries that find them and compute what they shall be.
///
/// ```text
/// DELETE FROM t WHERE c          SELECT t.segment, t.row FROM t WHERE c
/// UPDATE t SET b = e WHERE c     SELECT t.segment, t.row, t.a, e FROM t WHERE c      a column for each of t
/// MERGE                          see {@link MergeQuery}
/// ```
public final class RowChanges {
    private static final SqlParserPos NOWHERE = SqlParserPos.ZERO;

    private final TableDefinition table;
    private final Name alias;

    public RowChanges(TableDefinition table, Name alias) {
        this.table = table;
        this.alias = alias;
    }

    public SqlNode delete(Statement.Delete delete) {
        return select(rowId(), target(), copy(delete.condition()));
    }

    public SqlNode update(Statement.Update update) {
        SqlNode from = target();
        if (update.from() != null) {
            from = join(from, copyOf(update.from()), JoinType.COMMA, null);
        }
        List<SqlNode> items = rowId();
        Map<Integer, Assignment> given = assigned(update.assignments());
        for (int i = 0; i < table.columns().size(); i++) {
            Assignment assignment = given.get(i);
            items.add(assignment == null ? column(i) : value(assignment, i));
        }
        return select(items, from, copy(update.condition()));
    }

    /// The table with its row ids, under the name that the statement gives it.
    SqlNode target() {
        SqlIdentifier rows = new SqlIdentifier(CatalogBridge.CHANGED_TABLE, NOWHERE);
        return SqlStdOperatorTable.AS.createCall(NOWHERE, rows, new SqlIdentifier(alias.text(), NOWHERE));
    }

    List<SqlNode> rowId() {
        List<SqlNode> id = new ArrayList<>();
        id.add(named(CatalogBridge.SEGMENT_ID));
        id.add(named(CatalogBridge.ROW_POSITION));
        return id;
    }

    SqlNode column(int position) {
        return named(table.columns().get(position).name());
    }

    SqlNode named(String column) {
        return new SqlIdentifier(List.of(alias.text(), column), NOWHERE);
    }

    /// What is assigned to which position of the table; each at most once.
    Map<Integer, Assignment> assigned(List<Assignment> assignments) {
        Map<Integer, Assignment> given = new TreeMap<>();
        for (Assignment assignment : assignments) {
            int position = TableDefinitions.positions(List.of(assignment.column()), table)
                    .getFirst();
            ColumnDefinition column = table.columns().get(position);
            if (column.byDefault() instanceof ColumnDefault.Identity identity) {
                checkIdentity(identity, column, assignment);
            }
            if (given.put(position, assignment) != null) {
                throw new EngineException(
                        ErrorCode.DUPLICATE_COLUMN,
                        "column \"" + assignment.column() + "\" is assigned twice",
                        assignment.column().position(),
                        null,
                        null);
            }
        }
        return given;
    }

    private static void checkIdentity(ColumnDefault.Identity identity, ColumnDefinition column, Assignment assignment) {
        if (identity.always() && assignment.value() != null) {
            throw IdentityColumns.givenAlways(column, assignment.column().position());
        }
    }

    /// The value of an assignment; literals and parameters are what the column is.
    SqlNode value(Assignment assignment, int position) {
        ColumnDefinition column = table.columns().get(position);
        QueryBody body = assignment.value();
        if (body == null) {
            return byDefault(column);
        }
        SqlNode value = copyOf(body);
        return needsCast(value, column) ? ConstantSyntax.cast(value, column.type()) : value;
    }

    /// Whether a value is written so that its type is told by where it goes.
    private static boolean needsCast(SqlNode value, ColumnDefinition column) {
        boolean isString = column.type().isString();
        return value instanceof SqlDynamicParam
                || SqlUtil.isNullLiteral(value, false)
                || value instanceof SqlCharStringLiteral && !isString
                || value instanceof SqlNumericLiteral && isString;
    }

    SqlNode byDefault(ColumnDefinition column) {
        return switch (column.byDefault()) {
            case ColumnDefault.Constant constant -> ConstantSyntax.of(constant.value(), column.type(), NOWHERE);
            // A number takes its place later.
            case ColumnDefault.Identity identity -> ConstantSyntax.of(Datum.NULL, column.type(), NOWHERE);
        };
    }

    static SqlNode join(SqlNode left, SqlNode right, JoinType type, @Nullable SqlNode condition) {
        return new SqlJoin(
                NOWHERE,
                left,
                SqlLiteral.createBoolean(false, NOWHERE),
                type.symbol(NOWHERE),
                right,
                (condition == null ? JoinConditionType.NONE : JoinConditionType.ON).symbol(NOWHERE),
                condition);
    }

    static SqlNode select(List<SqlNode> items, SqlNode from, @Nullable SqlNode where) {
        return new SqlSelect(
                NOWHERE,
                null,
                new SqlNodeList(items, NOWHERE),
                from,
                where,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    public static @Nullable SqlNode copy(@Nullable QueryBody body) {
        return body == null ? null : copyOf(body);
    }

    static SqlNode copyOf(QueryBody body) {
        return ((ParsedQuery) body).copy();
    }
}
