package io.colonnade.planner.validate;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.declaration.TableDefinitions;
import io.colonnade.planner.statement.LiteralInsert;
import io.colonnade.planner.statement.Name;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.syntax.ParsedQuery;
import io.colonnade.planner.type.PlainLiteral;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Takes the values out of an INSERT of nothing but literals, so that its plan serves others of the same shape.
///
/// Whatever is not beyond doubt is left to the common way: expressions, DEFAULT, columns that number
/// themselves, and literals whose type is not that of their column or that do not fit it.
public final class LiteralRows {
    private LiteralRows() {}

    /// Null if the statement is none of that kind, or has errors: they are told by whoever plans it.
    public static @Nullable LiteralInsert of(Statement.Insert insert, CatalogSnapshot snapshot) {
        SqlNode source = ((ParsedQuery) insert.source()).shared();
        TableDefinition table = snapshot.table(
                        insert.table().schemaName(snapshot), insert.table().name())
                .orElse(null);
        if (table == null || source.getKind() != SqlKind.VALUES) {
            return null;
        }
        List<Type> types = targets(insert, table);
        if (types == null) {
            return null;
        }
        List<List<Datum>> rows = new ArrayList<>();
        for (SqlNode row : ((SqlCall) source).getOperandList()) {
            List<Datum> values = row.getKind() == SqlKind.ROW ? values((SqlCall) row, types) : null;
            if (values == null
                    || !rows.isEmpty() && values.size() != rows.getFirst().size()) {
                return null;
            }
            rows.add(values);
        }
        int width = rows.isEmpty() ? 0 : rows.getFirst().size();
        return width == 0 ? null : new LiteralInsert(template(insert, width), text(insert, table, width), rows);
    }

    /// The types of the columns that get values; null if they cannot be told at a glance.
    private static @Nullable List<Type> targets(Statement.Insert insert, TableDefinition table) {
        List<Integer> positions;
        try {
            positions = TableDefinitions.positions(insert.columns(), table);
        } catch (EngineException e) {
            return null;
        }
        return positions.contains(table.identityPosition())
                ? null
                : positions.stream()
                        .map(position -> table.columns().get(position).type())
                        .toList();
    }

    private static @Nullable List<Datum> values(SqlCall row, List<Type> types) {
        if (row.operandCount() > types.size()) {
            return null;
        }
        List<Datum> values = new ArrayList<>();
        for (int i = 0; i < row.operandCount(); i++) {
            Datum value = PlainLiteral.read(row.operand(i), types.get(i));
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return values;
    }

    private static Statement.Insert template(Statement.Insert insert, int width) {
        SqlNode[] parameters = new SqlNode[width];
        for (int i = 0; i < width; i++) {
            parameters[i] = new SqlDynamicParam(i, SqlParserPos.ZERO);
        }
        SqlNode row = SqlStdOperatorTable.ROW.createCall(SqlParserPos.ZERO, parameters);
        SqlNode values = SqlStdOperatorTable.VALUES.createCall(SqlParserPos.ZERO, row);
        return new Statement.Insert(insert.table(), insert.columns(), insert.overriding(), new ParsedQuery(values));
    }

    /// A statement with the same meaning whoever wrote it.
    private static String text(Statement.Insert insert, TableDefinition table, int width) {
        StringBuilder text = new StringBuilder("INSERT INTO ")
                .append(quoted(table.schema()))
                .append('.')
                .append(quoted(table.name()));
        if (!insert.columns().isEmpty()) {
            List<String> names = insert.columns().stream()
                    .map(Name::text)
                    .map(LiteralRows::quoted)
                    .toList();
            text.append(" (").append(String.join(", ", names)).append(')');
        }
        text.append(insert.overriding() ? " OVERRIDING SYSTEM VALUE" : "");
        return text.append(" VALUES (?")
                .append(", ?".repeat(width - 1))
                .append(')')
                .toString();
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
