package io.colonnade.planner;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.ConstantEvaluator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.type.Type;
import io.colonnade.planner.algebra.SampledParameter;
import io.colonnade.planner.explain.PlanJson;
import io.colonnade.planner.explain.PlanPrinter;
import io.colonnade.planner.fragment.KeptCut;
import io.colonnade.planner.fragment.PlanFragmenter;
import io.colonnade.planner.lower.ChangedRows;
import io.colonnade.planner.lower.GroupTops;
import io.colonnade.planner.lower.IntervalKeys;
import io.colonnade.planner.lower.KeptRoot;
import io.colonnade.planner.lower.NodeIds;
import io.colonnade.planner.lower.PlanLowering;
import io.colonnade.planner.lower.RowsToWrite;
import io.colonnade.planner.optimize.Optimizer;
import io.colonnade.planner.parse.ParameterText;
import io.colonnade.planner.parse.SessionWords;
import io.colonnade.planner.parse.SharedText;
import io.colonnade.planner.parse.SqlText;
import io.colonnade.planner.statement.KeptPlan;
import io.colonnade.planner.statement.LiteralInsert;
import io.colonnade.planner.statement.OutputColumn;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.PlannedStatement;
import io.colonnade.planner.statement.QueryBody;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.syntax.SyntaxDepth;
import io.colonnade.planner.validate.Algebra;
import io.colonnade.planner.validate.LiteralRows;
import io.colonnade.planner.validate.QueryValidator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.calcite.config.CalciteSystemProperty;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/// Plans statements.
///
/// *Life of a statement here*:
/// 1. {@link #parse}: text to {@link Statement} ({@link SqlText})
/// 2. {@link #validate}: names and types are checked, a query becomes algebra ({@link QueryValidator})
/// 3. {@link #optimize}: the algebra is improved, step by step ({@link Optimizer})
/// 4. {@link #lower}: it becomes plan nodes of ours ({@link PlanLowering})
/// 5. {@link #fragment}: these are cut into fragments ({@link PlanFragmenter})
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
    ///
    /// @param planned hears of each plan, so that whoever carries plans out can warm up as well
    public void warmUp(Consumer<PlannedStatement> planned) {
        CatalogSnapshot snapshot = new WarmUpCatalog();
        PlanSettings settings = new PlanSettings(2, 0);
        for (String sql : WarmUpCatalog.STATEMENTS) {
            planned.accept(plan(parse(sql), snapshot, settings, expression -> {
                throw EngineException.notSupported("folding while warming up");
            }));
        }
    }

    /// Reads one statement; a semicolon may follow it.
    public Statement parse(String sql) {
        return SqlText.parse(sql);
    }

    /// An INSERT of nothing but literals as one with parameters; null if it is none of that kind.
    public @Nullable LiteralInsert literalInsert(Statement.Insert insert, CatalogSnapshot snapshot) {
        return LiteralRows.of(insert, snapshot);
    }

    /// The statement with parameters in the place of literals; null if it has none that can be taken out.
    public @Nullable SharedText sharedText(String sql) {
        return SharedText.of(sql);
    }

    /// Plans a statement that is shared, by the sizes that it would have with these literals. *Errors*:
    /// NOT_SUPPORTED too if a plan with the literals in it does better.
    public PlannedStatement planShared(
            Statement template,
            SharedText literals,
            CatalogSnapshot snapshot,
            PlanSettings settings,
            ConstantEvaluator evaluator) {
        ValidStatement valid = validate(template, snapshot, settings);
        Algebra algebra = valid.algebra();
        if (algebra != null) {
            RelNode sampled = guarded(() -> SampledParameter.in(algebra.root(), literals.estimates()));
            valid = valid.with(new Algebra(sampled, algebra.columns(), algebra.parameterTypes()));
        }
        LoweredStatement lowered = lower(optimize(valid, PlanTrace.NONE), evaluator);
        if (lowered.root() != null && GroupTops.hasOpenLimit(lowered.root())) {
            throw EngineException.notSupported("a rank compared with a parameter in a plan that is shared");
        }
        return fragment(lowered);
    }

    /// The statement if the session carries it out by itself; null for all others, and for those with errors.
    public Statement.@Nullable SessionControl sessionControl(String sql) {
        if (!SessionWords.begins(sql)) {
            return null;
        }
        try {
            return parse(sql) instanceof Statement.SessionControl control ? control : null;
        } catch (EngineException e) {
            return null;
        }
    }

    /// The text of a prepared statement with types for its first parameters.
    public String typedParameters(String sql, List<Type> types) {
        return ParameterText.typed(sql, types);
    }

    /// The values of a query of one row without tables, each with its type. *Errors*: those of the query;
    /// NOT_SUPPORTED if they are not constants.
    public List<Expression.Literal> constants(QueryBody row, CatalogSnapshot snapshot, ConstantEvaluator evaluator) {
        PlannedStatement planned = plan(new Statement.Query(row), snapshot, new PlanSettings(1, 0), evaluator);
        List<Expression.Literal> literals = new ArrayList<>();
        if (planned.fragments().getFirst().root() instanceof ValuesNode values
                && values.rows().size() == 1) {
            for (Expression value : values.rows().getFirst()) {
                if (value instanceof Expression.Literal literal) {
                    literals.add(literal);
                }
            }
        }
        if (literals.size() != planned.columns().size()) {
            throw EngineException.notSupported("a value of EXECUTE that is not a constant");
        }
        return literals;
    }

    /// Checks names and types against a catalog. Of an Explain it is the statement to explain that goes on.
    public ValidStatement validate(Statement statement, CatalogSnapshot snapshot, PlanSettings settings) {
        return guarded(() -> new Validation(snapshot, settings).validate(statement));
    }

    /// The columns that a view has now; those of its query may have changed since it was made.
    public List<OutputColumn> columns(ViewDefinition view, CatalogSnapshot snapshot) {
        return guarded(() -> QueryValidator.viewColumns(view, snapshot, 0));
    }

    /// Improves the algebra of a query or of the rows to write, step by step; `trace` hears of each that
    /// changed it.
    public ValidStatement optimize(ValidStatement valid, PlanTrace trace) {
        Algebra algebra = valid.algebra();
        if (algebra == null) {
            return valid;
        }
        return guarded(() -> {
            RelNode improved = new Optimizer(valid.snapshot())
                    .optimize(algebra.root(), (step, rel) -> trace.changed(step, () -> Optimizer.text(rel)));
            return valid.with(new Algebra(improved, algebra.columns(), algebra.parameterTypes()));
        });
    }

    /// Makes plan nodes of algebra; `evaluator` computes constants.
    public LoweredStatement lower(ValidStatement valid, ConstantEvaluator evaluator) {
        return guarded(() -> {
            NodeIds ids = new NodeIds();
            PlanLowering plans = new PlanLowering(valid.snapshot(), evaluator, ids);
            PlanNode root = rows(valid, plans, evaluator, ids);
            List<KeptRoot> kept = plans.kept().stream()
                    .map(each -> new KeptRoot(
                            each.kept(),
                            IntervalKeys.apply(each.first(), ids),
                            each.next() == null ? null : IntervalKeys.apply(each.next(), ids),
                            each.rowsWanted()))
                    .toList();
            return new LoweredStatement(valid, root == null ? null : IntervalKeys.apply(root, ids), kept, ids);
        });
    }

    private static @Nullable PlanNode rows(
            ValidStatement valid, PlanLowering plans, ConstantEvaluator evaluator, NodeIds ids) {
        PlanNode source = null;
        Algebra algebra = valid.algebra();
        if (algebra != null) {
            List<Type> types =
                    algebra.columns().stream().map(OutputColumn::type).toList();
            source = plans.lower(algebra.root(), types);
        }
        TableDefinition target = valid.target();
        if (target == null) {
            return source;
        }
        if (valid.statement() instanceof Statement.Copy copy) {
            return new RowsToWrite(target, valid.positions(), ids, evaluator).files(copy.options());
        }
        return source == null ? null : written(source, target, valid, evaluator, ids);
    }

    private static PlanNode written(
            PlanNode source, TableDefinition target, ValidStatement valid, ConstantEvaluator evaluator, NodeIds ids) {
        ChangedRows changes = new ChangedRows(target, ids, evaluator);
        return switch (valid.statement()) {
            case Statement.Insert insert -> new RowsToWrite(target, valid.positions(), ids, evaluator).shape(source);
            case Statement.Delete delete -> changes.delete(source);
            case Statement.Update update -> changes.update(source, update);
            case Statement.Merge merge -> changes.merge(source, merge);
            default -> source;
        };
    }

    /// Cuts a plan where rows have to change nodes.
    public PlannedStatement fragment(LoweredStatement lowered) {
        return guarded(() -> {
            ValidStatement valid = lowered.valid();
            KeptCut kept = new KeptCut(
                    valid.snapshot(), lowered.ids(), valid.settings().nodeCount());
            List<KeptPlan> before = lowered.kept().stream().map(kept::cut).toList();
            return new PlannedStatement(
                    valid.columns(),
                    valid.parameterTypes(),
                    before,
                    fragments(lowered.root(), valid, lowered.ids(), kept),
                    lowered.ids().estimates(),
                    valid.target(),
                    valid.changes());
        });
    }

    private static List<PlanFragment> fragments(
            @Nullable PlanNode root, ValidStatement valid, NodeIds ids, KeptCut kept) {
        TableDefinition target = valid.target();
        int nodes = valid.settings().nodeCount();
        if (root == null) {
            return List.of();
        }
        return target == null
                ? PlanFragmenter.fragment(root, valid.snapshot(), ids, nodes, kept)
                : valid.statement() instanceof Statement.Delete
                        ? PlanFragmenter.fragmentDelete(root, target, valid.snapshot(), ids, nodes, kept)
                        : PlanFragmenter.fragmentWrite(root, target, valid.snapshot(), ids, nodes, kept);
    }

    /// All of it at once. Parameters are typed by their use.
    public PlannedStatement plan(
            Statement statement, CatalogSnapshot snapshot, PlanSettings settings, ConstantEvaluator evaluator) {
        return fragment(lower(optimize(validate(statement, snapshot, settings), PlanTrace.NONE), evaluator));
    }

    private static <T> T guarded(Supplier<T> step) {
        try {
            return step.get();
        } catch (StackOverflowError e) {
            throw SyntaxDepth.tooDeep(e);
        } catch (EngineException e) {
            throw e;
        } catch (RuntimeException e) {
            // Calcite tells in words of its own what it was about when the stack ended.
            throw SyntaxDepth.isTooDeep(e) ? SyntaxDepth.tooDeep(e) : e;
        }
    }

    /// How the plan came about, as text: the algebra as it was validated, and again after each step that
    /// changed it, then the plan on one node and its fragments.
    public String explainSteps(
            Statement statement, CatalogSnapshot snapshot, PlanSettings settings, ConstantEvaluator evaluator) {
        StringBuilder text = new StringBuilder();
        PlanTrace trace = (step, plan) -> text.append("after: ")
                .append(step)
                .append('\n')
                .append(plan.get().indent(2));
        ValidStatement valid = validate(statement, snapshot, settings);
        Algebra algebra = valid.algebra();
        if (algebra != null) {
            text.append("validated\n").append(Optimizer.text(algebra.root()).indent(2));
        }
        LoweredStatement lowered = lower(optimize(valid, trace), evaluator);
        if (lowered.root() != null) {
            text.append("lowered\n")
                    .append(PlanPrinter.print(lowered.root(), lowered.ids().estimates()));
        }
        return text.append(explain(fragment(lowered))).toString();
    }

    /// The plan as text: one line per node, inputs indented below it, fragment by fragment, with estimated rows.
    public String explain(PlannedStatement planned) {
        return PlanPrinter.print(planned, List.of());
    }

    /// The same with what really happened: rows, time, bytes and what was skipped and why, per node of the cluster
    /// if there are several.
    public String explain(PlannedStatement planned, List<TaskReport> reports) {
        return PlanPrinter.print(planned, reports);
    }

    /// The same as one JSON document; `reports` are empty if the plan has not run.
    public String explainJson(PlannedStatement planned, List<TaskReport> reports) {
        return PlanJson.print(planned, reports);
    }
}
