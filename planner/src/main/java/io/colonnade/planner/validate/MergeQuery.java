package io.colonnade.planner.validate;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.statement.Name;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.statement.Statement.Assignment;
import io.colonnade.planner.statement.Statement.MergeAction;
import io.colonnade.planner.statement.Statement.MergeClause;
import io.colonnade.planner.type.ConstantSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// MERGE as the query that finds what happens to which rows.
///
/// ```text
/// SELECT t.segment, t.row,
///        CASE WHEN t.segment IS NOT NULL AND c1 THEN 0 WHEN ... THEN 1 END,       the clause that fits
///        CASE WHEN t.segment IS NOT NULL AND c1 THEN e1 WHEN ... THEN e2 END      for each column of t
/// FROM source LEFT JOIN t ON condition
/// WHERE a clause fits
/// ```
///
/// An inner join if no clause is for rows without a partner.
public final class MergeQuery {
    private static final SqlParserPos NOWHERE = SqlParserPos.ZERO;

    private final TableDefinition table;
    private final Statement.Merge merge;
    private final RowChanges changes;

    public MergeQuery(TableDefinition table, Statement.Merge merge) {
        this.table = table;
        this.merge = merge;
        this.changes = new RowChanges(table, merge.alias());
    }

    public SqlNode query() {
        boolean inserts = merge.clauses().stream().anyMatch(clause -> !clause.matched());
        SqlNode joined = RowChanges.join(
                RowChanges.copyOf(merge.source()),
                changes.target(),
                inserts ? JoinType.LEFT : JoinType.INNER,
                RowChanges.copyOf(merge.condition()));
        List<SqlNode> items = changes.rowId();
        items.add(clause());
        List<Map<Integer, Assignment>> given =
                merge.clauses().stream().map(this::assigned).toList();
        for (int i = 0; i < table.columns().size(); i++) {
            items.add(column(i, given));
        }
        return RowChanges.select(items, joined, SqlStdOperatorTable.IS_NOT_NULL.createCall(NOWHERE, clause()));
    }

    /// The number of the clause that fits a row, NULL if none does or it is DO NOTHING.
    private SqlNode clause() {
        List<SqlNode> values = new ArrayList<>();
        for (int i = 0; i < merge.clauses().size(); i++) {
            boolean acts = !(merge.clauses().get(i).action() instanceof MergeAction.Nothing);
            values.add(
                    acts
                            ? SqlLiteral.createExactNumeric(Integer.toString(i), NOWHERE)
                            : SqlLiteral.createNull(NOWHERE));
        }
        return byClause(values);
    }

    private SqlNode column(int position, List<Map<Integer, Assignment>> given) {
        List<SqlNode> values = new ArrayList<>();
        for (int i = 0; i < merge.clauses().size(); i++) {
            values.add(value(merge.clauses().get(i).action(), position, given.get(i)));
        }
        return ConstantSyntax.cast(
                byClause(values), table.columns().get(position).type());
    }

    private SqlNode value(MergeAction action, int position, Map<Integer, Assignment> given) {
        ColumnDefinition column = table.columns().get(position);
        Assignment assignment = given.get(position);
        SqlNode value = switch (action) {
            case MergeAction.UpdateRow update ->
                assignment == null ? changes.column(position) : changes.value(assignment, position);
            case MergeAction.InsertRow insert ->
                assignment == null ? changes.byDefault(column) : changes.value(assignment, position);
            case MergeAction.DeleteRow delete -> SqlLiteral.createNull(NOWHERE);
            case MergeAction.Nothing nothing -> SqlLiteral.createNull(NOWHERE);
        };
        boolean isNull = value instanceof SqlLiteral literal && literal.getValue() == null;
        return isNull ? value : ConstantSyntax.cast(value, column.type());
    }

    /// The value whose clause is the first that fits.
    private SqlNode byClause(List<SqlNode> values) {
        SqlNodeList conditions = new SqlNodeList(NOWHERE);
        SqlNodeList results = new SqlNodeList(NOWHERE);
        for (int i = 0; i < values.size(); i++) {
            MergeClause clause = merge.clauses().get(i);
            SqlNode segment = changes.named(CatalogBridge.SEGMENT_ID);
            SqlNode fits = clause.matched()
                    ? SqlStdOperatorTable.IS_NOT_NULL.createCall(NOWHERE, segment)
                    : SqlStdOperatorTable.IS_NULL.createCall(NOWHERE, segment);
            @Nullable SqlNode further = RowChanges.copy(clause.condition());
            conditions.add(further == null ? fits : SqlStdOperatorTable.AND.createCall(NOWHERE, fits, further));
            results.add(values.get(i));
        }
        if (values.stream().allMatch(value -> value instanceof SqlLiteral literal && literal.getValue() == null)) {
            return SqlLiteral.createNull(NOWHERE);
        }
        return new SqlCase(NOWHERE, null, conditions, results, SqlLiteral.createNull(NOWHERE));
    }

    private Map<Integer, Assignment> assigned(MergeClause clause) {
        return switch (clause.action()) {
            case MergeAction.UpdateRow update -> changes.assigned(update.assignments());
            case MergeAction.InsertRow insert -> changes.assigned(named(insert.assignments()));
            case MergeAction.DeleteRow delete -> Map.of();
            case MergeAction.Nothing nothing -> Map.of();
        };
    }

    /// Values without names are for the first columns.
    private List<Assignment> named(List<Assignment> values) {
        if (values.isEmpty() || !values.getFirst().column().text().isEmpty()) {
            return values;
        }
        if (values.size() > table.columns().size()) {
            throw new EngineException(
                    ErrorCode.SYNTAX,
                    "INSERT gives " + values.size() + " values for "
                            + table.columns().size() + " columns of \"" + table.name() + "\"",
                    values.getFirst().column().position(),
                    null,
                    null);
        }
        List<Assignment> named = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Assignment value = values.get(i);
            Name column = new Name(table.columns().get(i).name(), value.column().position());
            named.add(new Assignment(column, value.value()));
        }
        return named;
    }
}
