package io.colonnade.planner.lower;

import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.ConstantEvaluator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Call;
import io.colonnade.core.expression.Expression.Cast;
import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.expression.Function;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.plan.IdentityNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ProjectNode;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.temporal.TimeZones;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// Shapes rows as a table wants them: its columns in its order and of its types, NULL where none is given.
///
/// Numbers are converted to the type of the column, which may round decimals and fails on overflow. Text that
/// is too long for its column is not cut here: writing it fails.
///
/// *Identity*: rows get a number where none is given: all of them if the identity column is no target, else
/// those that are marked by one more column of BOOLEAN behind the targets.
public final class RowsToWrite {
    private static final double FILE_ROWS_GUESS = 1_000_000;

    private final TableDefinition table;
    private final List<Integer> targets;
    private final NodeIds ids;
    private final Folding folding;
    private final ZoneId zone;

    /// `targets` are the positions of the columns that rows are given for.
    public RowsToWrite(TableDefinition table, List<Integer> targets, NodeIds ids, ConstantEvaluator evaluator) {
        this.table = table;
        this.targets = List.copyOf(targets);
        this.ids = ids;
        this.folding = new Folding(evaluator);
        this.zone = evaluator.zone();
    }

    /// The rows of the files of a COPY.
    public PlanNode files(FileOptions written) {
        FileOptions options = written.withTimeZone(TimeZones.name(zone));
        List<ColumnDefinition> columns =
                targets.stream().map(table.columns()::get).toList();
        int numbered = targets.indexOf(table.identityPosition());
        if (options.format() != FileOptions.Format.JSON || numbered < 0) {
            return shape(new FileScanNode(ids.next(FILE_ROWS_GUESS), table.name(), columns, options));
        }
        // An object that lacks the field is as good as DEFAULT.
        ColumnDefinition column = columns.get(numbered);
        List<ColumnDefinition> read = new ArrayList<>(columns);
        read.set(
                numbered,
                new ColumnDefinition(
                        column.id(), column.name(), column.type(), true, column.initial(), column.byDefault()));
        PlanNode files = new FileScanNode(ids.next(FILE_ROWS_GUESS), table.name(), read, options);
        List<Expression> row = references(files);
        row.add(new Expression.IsNull(row.get(numbered)));
        return shape(new ProjectNode(ids.next(FILE_ROWS_GUESS), files, row));
    }

    private static List<Expression> references(PlanNode source) {
        List<Type> types = source.outputTypes();
        List<Expression> columns = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            columns.add(new ColumnReference(i, types.get(i)));
        }
        return columns;
    }

    /// The rows of a query with as many columns as there are targets, or fewer; or with one more, which marks rows.
    public PlanNode shape(PlanNode source) {
        PlanNode shaped = withoutNumbers(source);
        int position = table.identityPosition();
        int mark = shaped.outputTypes().size() > table.columns().size()
                ? table.columns().size()
                : -1;
        int index = targets.indexOf(position);
        boolean given = index >= 0 && index < source.outputTypes().size();
        if (position < 0 || mark < 0 && given) {
            return shaped;
        }
        return new IdentityNode(
                ids.next(ids.rows(shaped.id())),
                shaped,
                table.id(),
                table.name(),
                table.columns().get(position),
                position,
                mark,
                false);
    }

    private PlanNode withoutNumbers(PlanNode source) {
        List<Type> types = source.outputTypes();
        // Files are read as what the columns are.
        boolean fromFile = source instanceof FileScanNode;
        boolean asIs = types.size() == table.columns().size() && types.size() == targets.size();
        for (int i = 0; asIs && i < types.size(); i++) {
            asIs = targets.get(i) == i
                    && (fromFile
                            || Operands.isAssignable(
                                    types.get(i), table.columns().get(i).type()));
        }
        if (asIs) {
            return source;
        }
        if (source instanceof ValuesNode values) {
            List<List<Expression>> rows = new ArrayList<>();
            for (List<Expression> row : values.rows()) {
                rows.add(shaped(row, true));
            }
            return new ValuesNode(ids.next(rows.size()), types(types.size() > targets.size()), rows);
        }
        return new ProjectNode(ids.next(ids.rows(source.id())), source, shaped(references(source), false));
    }

    private List<Type> types(boolean marked) {
        List<Type> types = new ArrayList<>();
        for (ColumnDefinition column : table.columns()) {
            types.add(column.type().isString() ? Type.VARCHAR : column.type());
        }
        if (marked) {
            types.add(Type.BOOLEAN);
        }
        return types;
    }

    private List<Expression> shaped(List<Expression> given, boolean fromValues) {
        List<Expression> row = new ArrayList<>();
        for (int position = 0; position < table.columns().size(); position++) {
            ColumnDefinition column = table.columns().get(position);
            int index = targets.indexOf(position);
            row.add(
                    index < 0 || index >= given.size()
                            ? byDefault(column)
                            : assigned(given.get(index), column, fromValues));
        }
        if (given.size() > targets.size()) {
            row.add(given.getLast());
        }
        return row;
    }

    private static Literal byDefault(ColumnDefinition column) {
        return switch (column.byDefault()) {
            case ColumnDefault.Constant constant ->
                new Literal(column.type().isString() ? Type.VARCHAR : column.type(), constant.value());
            // A number takes its place.
            case ColumnDefault.Identity identity -> new Literal(column.type(), Datum.NULL);
        };
    }

    private Expression assigned(Expression value, ColumnDefinition column, boolean fromValues) {
        Type from = value.type();
        Type to = column.type();
        boolean isNull = value instanceof Literal literal && literal.value().isNull();
        boolean fine = isNull
                || Operands.areSame(from, to)
                || from.isNumeric() && to.isNumeric()
                || to.isString()
                || from.isString() && fromValues
                || Operands.isTemporalCast(from, to);
        if (!fine) {
            throw new EngineException(
                    ErrorCode.TYPE_MISMATCH,
                    "column \"" + column.name() + "\" of \"" + table.name() + "\" is " + to.sql() + ", not "
                            + from.sql(),
                    null,
                    "cast the value",
                    null);
        }
        if (to instanceof Type.CharType) {
            Expression text = folding.fold(Operands.cast(value, Type.VARCHAR));
            return folding.fold(new Call(Function.RTRIM, List.of(text), Type.VARCHAR));
        }
        if (to instanceof Type.DecimalType && !isNull && !Operands.isAssignable(from, to)) {
            Literal fitted = value instanceof Literal literal ? Operands.fit(literal, to) : null;
            return fitted == null ? folding.fold(new Cast(value, to)) : fitted;
        }
        return folding.fold(Operands.cast(value, to.isString() ? Type.VARCHAR : to));
    }
}
