package io.colonnade.planner.lower;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.catalog.FileTable;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.ConstantEvaluator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.plan.FilterNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ProjectNode;
import io.colonnade.core.plan.UnionAllNode;
import io.colonnade.core.temporal.TimeZones;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.validate.CatalogBridge.BridgedFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/// Makes a plan that reads files: of the columns only those that are needed, and of Parquet files only the
/// row groups in which a filter may find something.
///
/// ```text
/// Filter                        FROM read_csv('s-*.csv', filename => true) WHERE ..
///   UnionAll
///     Project a, 's-1.csv'      one for each file, if their names are wanted
///       FileScan s-1.csv
/// ```
///
/// Fields of CSV are found by their number, so all of them are columns of the scan; those that nobody needs
/// are texts, which take the least to read and are never wrong.
final class FileLowering {
    private static final int NAMED_FILES_MAX = 1000;

    private final FileTable files;
    private final boolean hasFileName;
    private final ConstantEvaluator evaluator;
    private final NodeIds ids;
    private final double rows;

    FileLowering(BridgedFiles bridged, ConstantEvaluator evaluator, NodeIds ids, double rows) {
        this.files = bridged.files();
        this.hasFileName = bridged.hasFileName();
        this.evaluator = evaluator;
        this.ids = ids;
        this.rows = rows;
    }

    /// `predicate` makes one expression of all terms over what was read; null if nothing is left of them.
    Lowered lower(List<RexNode> terms, BitSet needed, Function<Lowered, @Nullable Expression> predicate) {
        BitSet read = PlanLowering.columnsOf(terms);
        read.or(needed);
        int[] positions = new int[files.columns().size() + (hasFileName ? 1 : 0)];
        Arrays.fill(positions, -1);
        List<ColumnDefinition> columns = columns(read, positions);
        boolean named = hasFileName && read.get(files.columns().size());
        List<Expression> conjuncts = conjuncts(terms, positions);
        PlanNode node = named ? named(columns, conjuncts) : scan(files.files(), columns, conjuncts);
        if (named) {
            positions[files.columns().size()] = columns.size();
        }
        Lowered lowered = new Lowered(node, positions);
        Expression condition = predicate.apply(lowered);
        return condition == null ? lowered : new Lowered(new FilterNode(ids.next(rows), node, condition), positions);
    }

    private List<ColumnDefinition> columns(BitSet read, int[] positions) {
        boolean byNumber = files.options().format() == FileOptions.Format.CSV;
        List<ColumnDefinition> columns = new ArrayList<>();
        for (int i = 0; i < files.columns().size(); i++) {
            ColumnDefinition column = files.columns().get(i);
            if (read.get(i)) {
                positions[i] = columns.size();
                columns.add(column);
            } else if (byNumber) {
                columns.add(new ColumnDefinition(column.id(), column.name(), Type.VARCHAR, true));
            }
        }
        if (columns.isEmpty()) {
            columns.add(files.columns().getFirst());
        }
        return columns;
    }

    /// The terms that read columns of the files, over those that are read.
    private List<Expression> conjuncts(List<RexNode> terms, int[] positions) {
        RexToExpression converter = new RexToExpression(
                i -> new ColumnReference(positions[i], files.columns().get(i).type()), evaluator);
        List<Expression> conjuncts = new ArrayList<>();
        for (RexNode term : terms) {
            BitSet columns = PlanLowering.columnsOf(List.of(term));
            if (columns.length() <= files.columns().size()) {
                PlanLowering.addConjuncts(converter.convert(term), conjuncts);
            }
        }
        return conjuncts;
    }

    private FileScanNode scan(List<String> paths, List<ColumnDefinition> columns, List<Expression> conjuncts) {
        FileOptions options = files.options().withTimeZone(TimeZones.name(evaluator.zone()));
        return new FileScanNode(ids.next(rows), "", paths, columns, options, conjuncts);
    }

    private PlanNode named(List<ColumnDefinition> columns, List<Expression> conjuncts) {
        if (files.files().size() > NAMED_FILES_MAX) {
            throw new EngineException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "the names of " + files.files().size() + " files are wanted, at most " + NAMED_FILES_MAX
                            + " can be told",
                    null,
                    "narrow the pattern",
                    null);
        }
        List<PlanNode> inputs = new ArrayList<>();
        for (String file : files.files()) {
            PlanNode scan = scan(List.of(file), columns, conjuncts);
            List<Expression> row = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                row.add(new ColumnReference(i, columns.get(i).type()));
            }
            row.add(new Expression.Literal(Type.VARCHAR, Datum.of(file)));
            inputs.add(new ProjectNode(ids.next(rows), scan, row));
        }
        return inputs.size() == 1
                ? inputs.getFirst()
                : new UnionAllNode(ids.next(rows), inputs, inputs.getFirst().outputTypes());
    }
}
