package io.colonnade.planner;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.declaration.IdentityColumns;
import io.colonnade.planner.declaration.TableDefinitions;
import io.colonnade.planner.definition.DefinitionChanges;
import io.colonnade.planner.name.Names;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.QueryBody;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.statement.TableName;
import io.colonnade.planner.syntax.ParsedQuery;
import io.colonnade.planner.validate.Algebra;
import io.colonnade.planner.validate.MergeQuery;
import io.colonnade.planner.validate.ParameterTyping;
import io.colonnade.planner.validate.QueryValidator;
import io.colonnade.planner.validate.RowChanges;
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
            case Statement.Delete delete -> {
                TableDefinition table = Names.table(delete.table(), snapshot);
                yield changes(delete, new RowChanges(table, delete.alias()).delete(delete), table);
            }
            case Statement.Update update -> {
                TableDefinition table = Names.table(update.table(), snapshot);
                yield changes(update, new RowChanges(table, update.alias()).update(update), table);
            }
            case Statement.Merge merge -> {
                TableDefinition table = Names.table(merge.table(), snapshot);
                yield changes(merge, new MergeQuery(table, merge).query(), table);
            }
            case Statement.Truncate truncate ->
                valid(truncate, null, Names.table(truncate.table(), snapshot), List.of());
            case Statement.Copy copy -> {
                TableDefinition table = Names.table(copy.table(), snapshot);
                yield valid(copy, null, table, TableDefinitions.positions(copy.columns(), table));
            }
            case Statement.CopyTo copy -> valid(copy, algebra(copy.source()), null, List.of());
            case Statement.CreateTableAs create -> {
                if (create.ifNotExists() && Names.isTaken(create.table(), snapshot)) {
                    yield valid(create, null, null, List.of());
                }
                Algebra source = algebra(create.source());
                TableDefinition table = TableDefinitions.define(create, source.columns(), snapshot, settings);
                yield new ValidStatement(
                        create,
                        snapshot,
                        settings,
                        source,
                        table,
                        List.of(),
                        List.of(new CatalogChange.CreateTable(table)));
            }
            case Statement.Optimize optimize ->
                valid(optimize, null, Names.table(optimize.table(), snapshot), List.of());
            case Statement.Verify verify ->
                valid(verify, null, verify.table() == null ? null : Names.table(verify.table(), snapshot), List.of());
            case Statement.Define define ->
                new ValidStatement(
                        define,
                        snapshot,
                        settings,
                        null,
                        null,
                        List.of(),
                        new DefinitionChanges(snapshot, settings).of(define.definition()));
            case Statement.Care care -> valid(care, null, null, List.of());
            case Statement.DescribeQuery describe -> valid(describe, algebra(describe.query()), null, List.of());
            case Statement.DescribeTable describe -> named(describe, describe.table());
            case Statement.ShowCreate show -> named(show, show.table());
            case Statement.ShowSetting show -> valid(show, null, null, List.of());
            case Statement.Analyze analyze ->
                valid(
                        analyze,
                        null,
                        analyze.table() == null ? null : Names.table(analyze.table(), snapshot),
                        List.of());
            case Statement.SessionControl control -> valid(control, null, null, List.of());
            // What is only explained creates nothing, and takes no id.
            case Statement.Explain explain ->
                new Validation(snapshot, new PlanSettings(settings.nodeCount(), 0)).validate(explain.inner());
        };
    }

    /// Of a statement that names a table or a view of any kind.
    private ValidStatement named(Statement statement, TableName name) {
        Names.checkRelation(name, snapshot);
        return valid(statement, null, null, List.of());
    }

    private ValidStatement insert(Statement.Insert insert) {
        TableDefinition table = Names.table(insert.table(), snapshot);
        List<Integer> positions = TableDefinitions.positions(insert.columns(), table);
        SqlNode source = syntax(insert.source());
        boolean marked = IdentityColumns.mark(source, table, positions);
        ParameterTyping.apply(source, table, positions, marked);
        Algebra rows = QueryValidator.validate(source, snapshot);
        int given = rows.columns().size() - (marked ? 1 : 0);
        if (given > positions.size() || !insert.columns().isEmpty() && given < positions.size()) {
            throw new EngineException(
                    ErrorCode.SYNTAX,
                    "INSERT gives " + given + " values for " + positions.size() + " columns of \"" + table.name()
                            + "\"",
                    insert.table().position(),
                    null,
                    null);
        }
        IdentityColumns.checkGiven(insert, syntax(insert.source()), table, positions, given);
        return valid(insert, rows, table, marked ? positions.subList(0, given) : positions);
    }

    private ValidStatement changes(Statement statement, SqlNode query, TableDefinition table) {
        return valid(statement, QueryValidator.validate(query, snapshot, table), table, List.of());
    }

    private ValidStatement valid(
            Statement statement, @Nullable Algebra algebra, @Nullable TableDefinition target, List<Integer> positions) {
        return new ValidStatement(statement, snapshot, settings, algebra, target, positions, List.of());
    }

    private Algebra algebra(QueryBody body) {
        return QueryValidator.validate(syntax(body), snapshot);
    }

    private static SqlNode syntax(QueryBody body) {
        return ((ParsedQuery) body).copy();
    }
}
