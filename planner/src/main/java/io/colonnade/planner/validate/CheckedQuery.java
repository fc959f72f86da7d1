package io.colonnade.planner.validate;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Type;
import io.colonnade.planner.algebra.LiteralList;
import io.colonnade.planner.name.CommaJoins;
import io.colonnade.planner.name.MergedColumns;
import io.colonnade.planner.name.OuterAggregates;
import io.colonnade.planner.name.OuterNames;
import io.colonnade.planner.parse.Dialect;
import io.colonnade.planner.statement.OutputColumn;
import io.colonnade.planner.syntax.DistinctOn;
import io.colonnade.planner.syntax.EqualTerms;
import io.colonnade.planner.syntax.GroupAll;
import io.colonnade.planner.syntax.ParsedQuery;
import io.colonnade.planner.syntax.Positions;
import io.colonnade.planner.type.AggregateSyntax;
import io.colonnade.planner.type.Casts;
import io.colonnade.planner.type.Concatenation;
import io.colonnade.planner.type.DateArithmetic;
import io.colonnade.planner.type.FunctionSyntax;
import io.colonnade.planner.type.LiteralCoercion;
import io.colonnade.planner.type.TypeMapping;
import io.colonnade.planner.window.DistinctWindows;
import io.colonnade.planner.window.WindowSyntax;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.jspecify.annotations.Nullable;

/// A query, or that of a view, whose names and types are right.
///
/// *Errors*: EngineException with a code, a position and, where a name was mistyped, the name that was meant.
final class CheckedQuery {
    /// What does not change the name of what stands in it.
    private static final Set<SqlKind> NAMED_BY_OPERAND = EnumSet.of(
            SqlKind.FILTER,
            SqlKind.WITHIN_GROUP,
            SqlKind.CAST,
            SqlKind.OVER,
            SqlKind.IGNORE_NULLS,
            SqlKind.RESPECT_NULLS);

    private static final String UNNAMED = "EXPR$";
    private static final String NAMELESS = "?column?";

    /// Schema, table and column.
    private static final int ORIGIN_PARTS = 3;

    private static final SqlValidator.Config VALIDATION = SqlValidator.Config.DEFAULT
            .withConformance(Dialect.INSTANCE)
            .withDefaultNullCollation(NullCollation.HIGH)
            .withTypeCoercionFactory(LiteralCoercion::new)
            .withTypeCoercionRules(Casts.RULE)
            .withIdentifierExpansion(true);

    // A list of IN stays a list, and nothing is simplified or folded by Calcite's own rules of values.
    private static final SqlToRelConverter.Config CONVERSION = SqlToRelConverter.config()
            .withExpand(false)
            .withInSubQueryThreshold(Integer.MAX_VALUE)
            .withTrimUnusedFields(false)
            .withRelBuilderConfigTransform(QueryValidator::plainBuilder);

    private final CatalogSnapshot snapshot;
    private final CalciteCatalogReader reader;
    private final SqlValidator validator;
    private final SqlNode validated;
    private final List<String> names;

    private CheckedQuery(
            CatalogSnapshot snapshot,
            CalciteCatalogReader reader,
            SqlValidator validator,
            SqlNode validated,
            List<String> names) {
        this.snapshot = snapshot;
        this.reader = reader;
        this.validator = validator;
        this.validated = validated;
        this.names = names;
    }

    /// Checks `written`, which is changed on the way. It finds what becomes of the rows of `changed`, if that
    /// is not null, and stands in the views with the ids `within`.
    static CheckedQuery of(
            SqlNode written,
            CatalogSnapshot snapshot,
            @Nullable TableDefinition changed,
            RelDataTypeFactory factory,
            List<Long> within) {
        EqualTerms.apply(written);
        if (!GeneratedSeries.hasOpenSteps(written)) {
            return of(written, snapshot, changed, factory, within, false);
        }
        SqlNode copy = new ParsedQuery(written).copy();
        try {
            return of(written, snapshot, changed, factory, within, false);
        } catch (EngineException asNumbers) {
            try {
                return of(copy, snapshot, changed, factory, within, true);
            } catch (EngineException asTimes) {
                throw asNumbers;
            }
        }
    }

    /// With `timeSteps` the steps of series that may be numbers or intervals are intervals.
    private static CheckedQuery of(
            SqlNode written,
            CatalogSnapshot snapshot,
            @Nullable TableDefinition changed,
            RelDataTypeFactory factory,
            List<Long> within,
            boolean timeSteps) {
        QueryFiles.Replaced replaced = QueryFiles.in(written, snapshot);
        SqlNode words = HypotheticalRanks.apply(NamedArguments.apply(WrittenArrays.apply(replaced.query())));
        SqlNode query = DistinctWindows.apply(GeneratedSeries.apply(words, timeSteps));
        try {
            UnsupportedSyntax.check(query);
            GroupAll.apply(query, AggregateSyntax::isAggregate);
            DistinctOn.apply(query);
            CalciteCatalogReader reader = CatalogBridge.reader(snapshot, changed, replaced.files(), factory, within);
            SqlValidator validator = new EngineValidator(reader, factory, VALIDATION);
            List<String> names = names(replaced.query());
            CommaJoins.apply(query);
            MergedColumns.apply(query, reader);
            OuterAggregates.apply(query, reader, changed != null);
            OuterNames.apply(query, reader);
            AggregateSyntax.apply(query);
            FunctionSyntax.apply(query, snapshot);
            Concatenation.apply(query);
            WindowSyntax.apply(query);
            SqlNode validated = validator.validate(query);
            LiteralList.apply(validated, validator);
            return new CheckedQuery(snapshot, reader, validator, validated, names);
        } catch (CalciteContextException e) {
            throw ValidationErrors.translate(e, query, snapshot);
        } catch (CalciteException | UnsupportedOperationException e) {
            throw ValidationErrors.withoutPosition(e);
        }
    }

    /// The query as algebra.
    RelRoot algebra(RelOptCluster cluster) {
        try {
            GroupedConverter converter = new GroupedConverter(
                    (type, text, schemaPath, viewPath) -> {
                        throw new IllegalStateException("views expand themselves");
                    },
                    validator,
                    reader,
                    cluster,
                    WindowSyntax.convertlets(LiteralList.convertlets(DateArithmetic.CONVERTLETS)),
                    CONVERSION);
            RelRoot root = converter.convertQuery(validated, false, true);
            return root.withRel(converter.settled(root.rel));
        } catch (CalciteContextException e) {
            throw ValidationErrors.translate(e, validated, snapshot);
        } catch (CalciteException | UnsupportedOperationException e) {
            throw ValidationErrors.withoutPosition(e);
        } catch (AssertionError e) {
            throw failedConversion(e);
        } catch (RuntimeException e) {
            throw ofOurs(e);
        }
    }

    /// Calcite calls by reflection what converts calls, and wraps what is thrown there.
    private static RuntimeException ofOurs(RuntimeException wrapped) {
        for (Throwable cause = wrapped; cause != null; cause = cause.getCause()) {
            if (cause instanceof EngineException ours) {
                return ours;
            }
        }
        return wrapped;
    }

    /// The converter finds out late that a recursive query widens its own columns, and that a subquery reads
    /// what is not grouped by.
    private EngineException failedConversion(AssertionError e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        if (message.startsWith("Conversion to relational algebra failed to preserve datatypes")
                && message.contains("LogicalRepeatUnion")) {
            return new EngineException(
                    ErrorCode.TYPE_MISMATCH,
                    "a column of a recursive query has another type in its first part than in the second",
                    null,
                    "cast it in the first part to what the second part makes of it",
                    e);
        }
        if (message.startsWith("Identifier ") && message.endsWith(" is not a group expr")) {
            return new EngineException(
                    ErrorCode.INVALID_GROUPING,
                    "a subquery uses " + message.substring("Identifier ".length(), message.indexOf(" is not"))
                            + " of an outer query that does not group by it",
                    e);
        }
        return new EngineException(ErrorCode.INTERNAL, "the query could not be made algebra: " + message, e);
    }

    /// The columns of its rows.
    List<OutputColumn> columns() {
        RelDataType row = validator.getValidatedNodeType(validated);
        List<@Nullable List<String>> origins = new ArrayList<>(validator.getFieldOrigins(validated));
        List<OutputColumn> columns = new ArrayList<>();
        for (RelDataTypeField field : row.getFieldList()) {
            int i = field.getIndex();
            List<String> origin = i < origins.size() ? origins.get(i) : null;
            String name = field.getName();
            if (name.startsWith(UNNAMED)) {
                name = i < names.size() ? names.get(i) : NAMELESS;
            }
            columns.add(column(name, field.getType(), origin));
        }
        return columns;
    }

    private OutputColumn column(String name, RelDataType calciteType, @Nullable List<String> origin) {
        Type type = TypeMapping.fromCalcite(calciteType);
        boolean nullable = calciteType.isNullable();
        if (origin != null && origin.size() == ORIGIN_PARTS) {
            return new OutputColumn(
                    name, type, nullable, origin.get(0), origin.get(1), origin.get(2), isIdentity(origin));
        }
        // Literals are CHAR to Calcite; only columns are to us.
        Type computed = type instanceof Type.CharType text ? new Type.VarcharType(text.length()) : type;
        return new OutputColumn(name, computed, nullable, null, null, null, false);
    }

    private boolean isIdentity(List<String> origin) {
        return snapshot.table(origin.get(0), origin.get(1))
                .filter(table -> table.identityPosition() >= 0
                        && table.columns().get(table.identityPosition()).name().equalsIgnoreCase(origin.get(2)))
                .isPresent();
    }

    /// The types of its parameters, in their order.
    List<Type> parameterTypes() {
        Map<Integer, Type> types = new TreeMap<>();
        validated.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlDynamicParam parameter) {
                Type type = TypeMapping.fromCalcite(validator.getValidatedNodeType(parameter));
                Type other = types.put(parameter.getIndex(), type);
                if (other != null && !other.equals(type)) {
                    throw new EngineException(
                            ErrorCode.TYPE_MISMATCH,
                            "parameter $" + (parameter.getIndex() + 1) + " is used as " + other.sql() + " and as "
                                    + type.sql(),
                            Positions.of(parameter),
                            "write CAST($" + (parameter.getIndex() + 1) + " AS type) wherever it stands",
                            null);
                }
                return null;
            }
        });
        for (int i = 0; i < types.size(); i++) {
            if (!types.containsKey(i)) {
                throw new EngineException(
                        ErrorCode.INVALID_PARAMETER, "parameter $" + (i + 1) + " stands nowhere in the statement");
            }
        }
        return List.copyOf(types.values());
    }

    /// What the columns of a query are called that have no name: by the function that makes them, as in PostgreSQL.
    private static List<String> names(SqlNode query) {
        SqlNode select = query;
        while (!(select instanceof SqlSelect)) {
            if (select instanceof SqlOrderBy order) {
                select = order.query;
            } else if (select instanceof SqlWith with) {
                select = with.body;
            } else if (select instanceof SqlCall call
                    && call.getKind().belongsTo(SqlKind.SET_QUERY)
                    && call.operandCount() > 0) {
                select = call.operand(0);
            } else {
                return List.of();
            }
        }
        SqlNodeList items = ((SqlSelect) select).getSelectList();
        List<String> names = new ArrayList<>();
        for (SqlNode item : items) {
            names.add(unnamed(item));
        }
        return names;
    }

    private static String unnamed(SqlNode item) {
        if (item instanceof SqlIdentifier id && !id.isStar()) {
            return id.names.getLast();
        }
        if (item instanceof SqlCall call) {
            if (call.getKind() == SqlKind.CAST && !unnamed(call.operand(0)).equals(NAMELESS)) {
                return unnamed(call.operand(0));
            }
            if (call.getOperator() instanceof SqlFunction function) {
                return FunctionSyntax.written(function).toLowerCase(Locale.ROOT);
            }
            if (call.getKind() == SqlKind.CASE) {
                return "case";
            }
            if (NAMED_BY_OPERAND.contains(call.getKind())) {
                return unnamed(call.operand(0));
            }
        }
        return NAMELESS;
    }
}
