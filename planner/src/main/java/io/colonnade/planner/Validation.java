package io.colonnade.planner;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.QueryBody;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.statement.TableName;
import io.colonnade.planner.syntax.ParsedQuery;
import io.colonnade.planner.validate.Algebra;
import io.colonnade.planner.validate.ParameterTyping;
import io.colonnade.planner.validate.QueryValidator;
import io.colonnade.planner.validate.TableDefinitions;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Checks each kind of statement against the catalog.
final class Validation {
    private final CatalogSnapshot snapshot;
    private final PlanSettings settings;

    Validation(CatalogSnapshot snapshot, PlanSettings settings) {
        this.snapshot = snapshot;
        this.settings = settings;
    }

    ValidStatement validate(Statement statement) {
        return switch (statement) {
            case Statement.Query query -> valid(query, algebra(query.body()), null, List.of());
            case Statement.Insert insert -> insert(insert);
            case Statement.Copy copy -> {
                TableDefinition table = TableDefinitions.table(copy.table(), snapshot);
                yield valid(copy, null, table, TableDefinitions.positions(copy.columns(), table));
            }
            case Statement.CreateTableAs create -> {
                if (isThere(create.ifNotExists(), create.table())) {
                    yield valid(create, null, null, List.of());
                }
                Algebra source = algebra(create.source());
                TableDefinition table = TableDefinitions.define(create, source.columns(), settings);
                yield valid(create, source, table, List.of());
            }
            case Statement.CreateTable create ->
                valid(
                        create,
                        null,
                        isThere(create.ifNotExists(), create.table())
                                ? null
                                : TableDefinitions.define(create, snapshot, settings),
                        List.of());
            case Statement.DropTable drop -> valid(drop, null, null, List.of());
            // What is only explained creates nothing, and takes no id.
            case Statement.Explain explain ->
                new Validation(snapshot, new PlanSettings(settings.nodeCount(), 0)).validate(explain.inner());
        };
    }

    private ValidStatement insert(Statement.Insert insert) {
        TableDefinition table = TableDefinitions.table(insert.table(), snapshot);
        List<Integer> positions = TableDefinitions.positions(insert.columns(), table);
        SqlNode source = syntax(insert.source());
        ParameterTyping.apply(source, table, positions);
        Algebra rows = QueryValidator.validate(source, snapshot);
        int given = rows.columns().size();
        if (given > positions.size() || !insert.columns().isEmpty() && given < positions.size()) {
            throw new EngineException(
                    ErrorCode.SYNTAX,
                    "INSERT gives " + given + " values for " + positions.size() + " columns of \"" + table.name()
                            + "\"",
                    insert.table().position(),
                    null,
                    null);
        }
        return valid(insert, rows, table, positions);
    }

    private ValidStatement valid(
            Statement statement, @Nullable Algebra algebra, @Nullable TableDefinition target, List<Integer> positions) {
        return new ValidStatement(statement, snapshot, settings, algebra, target, positions);
    }

    private boolean isThere(boolean ifNotExists, TableName table) {
        return ifNotExists && snapshot.table(table.schemaName(), table.name()).isPresent();
    }

    private Algebra algebra(QueryBody body) {
        return QueryValidator.validate(syntax(body), snapshot);
    }

    private static SqlNode syntax(QueryBody body) {
        return ((ParsedQuery) body).copy();
    }
}
