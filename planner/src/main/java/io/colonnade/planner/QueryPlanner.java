package io.colonnade.planner;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.ConstantEvaluator;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.type.Type;
import io.colonnade.planner.explain.PlanPrinter;
import io.colonnade.planner.fragment.PlanFragmenter;
import io.colonnade.planner.lower.NodeIds;
import io.colonnade.planner.lower.PlanLowering;
import io.colonnade.planner.lower.RowsToWrite;
import io.colonnade.planner.optimize.Optimizer;
import io.colonnade.planner.parse.SqlText;
import io.colonnade.planner.statement.OutputColumn;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.PlannedStatement;
import io.colonnade.planner.statement.QueryBody;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.syntax.ParsedQuery;
import io.colonnade.planner.validate.Algebra;
import io.colonnade.planner.validate.ParameterTyping;
import io.colonnade.planner.validate.QueryValidator;
import io.colonnade.planner.validate.TableDefinitions;
import java.util.List;
import java.util.Map;
import org.apache.calcite.config.CalciteSystemProperty;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.SqlNode;

/// Plans statements.
///
/// *Life of a statement here*:
/// 1. {@link #parse}: text to {@link Statement} ({@link SqlText})
/// 2. {@link #plan}: names and types are checked, the query becomes algebra ({@link QueryValidator})
/// 3. the algebra is improved, step by step ({@link Optimizer})
/// 4. it becomes plan nodes of ours ({@link PlanLowering})
/// 5. these are cut into fragments ({@link PlanFragmenter})
///
/// *Threads*: one planner serves all sessions of a process; it has no state of its own.
///
/// *Errors*: EngineException with a position in the text wherever there is one; nothing else escapes, the
/// StackOverflowError of absurdly deep statements included.
public final class QueryPlanner {
    static {
        // Calcite looks for its properties, our character set among them, where the thread that comes first looks.
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(QueryPlanner.class.getClassLoader());
        try {
            CalciteSystemProperty.DEFAULT_CHARSET.value();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /// Plans what queries are like, for nobody: the first plan of a process takes seconds, mostly to load classes.
    public void warmUp() {
        CatalogSnapshot snapshot = new WarmUpCatalog();
        PlanSettings settings = new PlanSettings(2, 0);
        for (String sql : WarmUpCatalog.STATEMENTS) {
            plan(parse(sql), snapshot, settings, expression -> {
                throw EngineException.notSupported("folding while warming up");
            });
        }
    }

    /// Reads one statement; a semicolon may follow it.
    public Statement parse(String sql) {
        return SqlText.parse(sql);
    }

    /// Checks a statement against a catalog and plans it. DropTable and Explain are not for this method.
    ///
    /// `evaluator` computes constants. Parameters are typed by their use.
    public PlannedStatement plan(
            Statement statement, CatalogSnapshot snapshot, PlanSettings settings, ConstantEvaluator evaluator) {
        try {
            return new Planning(snapshot, settings, evaluator).plan(statement);
        } catch (StackOverflowError e) {
            throw new EngineException(ErrorCode.LIMIT_EXCEEDED, "the statement is nested too deeply", null, null, e);
        }
    }

    /// The plan as text: one line per node, inputs indented below it, fragment by fragment, with estimated rows.
    public String explain(PlannedStatement planned) {
        return PlanPrinter.print(planned.fragments(), planned.estimates());
    }

    /// The same with what really happened: rows, time, bytes and what was skipped and why, per node of the cluster
    /// if there are several.
    public String explain(PlannedStatement planned, List<TaskReport> reports) {
        return PlanPrinter.print(planned.fragments(), planned.estimates(), reports);
    }

    /// One statement on its way.
    private static final class Planning {
        private final CatalogSnapshot snapshot;
        private final PlanSettings settings;
        private final ConstantEvaluator evaluator;
        private final NodeIds ids = new NodeIds();

        Planning(CatalogSnapshot snapshot, PlanSettings settings, ConstantEvaluator evaluator) {
            this.snapshot = snapshot;
            this.settings = settings;
            this.evaluator = evaluator;
        }

        PlannedStatement plan(Statement statement) {
            return switch (statement) {
                case Statement.Query query -> query(query);
                case Statement.Insert insert -> insert(insert);
                case Statement.Copy copy -> copy(copy);
                case Statement.CreateTableAs create -> createAs(create);
                case Statement.CreateTable create ->
                    new PlannedStatement(
                            List.of(),
                            List.of(),
                            List.of(),
                            Map.of(),
                            TableDefinitions.define(create, snapshot, settings));
                case Statement.DropTable drop -> throw new IllegalArgumentException("DROP TABLE is not planned");
                case Statement.Explain explain -> throw new IllegalArgumentException("plan what is to be explained");
            };
        }

        private static SqlNode syntax(QueryBody body) {
            return ((ParsedQuery) body).copy();
        }

        private PlanNode lower(Algebra algebra) {
            RelNode improved = new Optimizer(snapshot).optimize(algebra.root());
            List<Type> types =
                    algebra.columns().stream().map(OutputColumn::type).toList();
            return new PlanLowering(snapshot, evaluator, ids).lower(improved, types);
        }

        private PlannedStatement query(Statement.Query query) {
            Algebra algebra = QueryValidator.validate(syntax(query.body()), snapshot);
            List<PlanFragment> fragments = PlanFragmenter.fragment(lower(algebra), snapshot, ids, settings.nodeCount());
            return new PlannedStatement(algebra.columns(), algebra.parameterTypes(), fragments, ids.estimates(), null);
        }

        private PlannedStatement insert(Statement.Insert insert) {
            TableDefinition table = TableDefinitions.table(insert.table(), snapshot);
            List<Integer> targets = TableDefinitions.positions(insert.columns(), table);
            SqlNode source = syntax(insert.source());
            ParameterTyping.apply(source, table, targets);
            Algebra algebra = QueryValidator.validate(source, snapshot);
            int given = algebra.columns().size();
            if (given > targets.size() || !insert.columns().isEmpty() && given < targets.size()) {
                throw new EngineException(
                        ErrorCode.SYNTAX,
                        "INSERT gives " + given + " values for " + targets.size() + " columns of \"" + table.name()
                                + "\"",
                        insert.table().position(),
                        null,
                        null);
            }
            PlanNode rows = new RowsToWrite(table, targets, ids, evaluator).shape(lower(algebra));
            return write(rows, table, algebra.parameterTypes());
        }

        private PlannedStatement copy(Statement.Copy copy) {
            TableDefinition table = TableDefinitions.table(copy.table(), snapshot);
            List<Integer> targets = TableDefinitions.positions(copy.columns(), table);
            return write(new RowsToWrite(table, targets, ids, evaluator).files(copy.options()), table, List.of());
        }

        private PlannedStatement createAs(Statement.CreateTableAs create) {
            Algebra algebra = QueryValidator.validate(syntax(create.source()), snapshot);
            TableDefinition table = TableDefinitions.define(create, algebra.columns(), settings);
            return write(lower(algebra), table, algebra.parameterTypes());
        }

        private PlannedStatement write(PlanNode rows, TableDefinition table, List<Type> parameterTypes) {
            List<PlanFragment> fragments =
                    PlanFragmenter.fragmentWrite(rows, table, snapshot, ids, settings.nodeCount());
            return new PlannedStatement(List.of(), parameterTypes, fragments, ids.estimates(), table);
        }
    }
}
