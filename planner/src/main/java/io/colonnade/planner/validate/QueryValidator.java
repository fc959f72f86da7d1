package io.colonnade.planner.validate;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.type.Type;
import io.colonnade.planner.parse.Dialect;
import io.colonnade.planner.statement.OutputColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/// Checks queries and turns them into algebra.
///
/// *Errors*: EngineException with a code, a position and, where a name was mistyped, the name that was meant.
public final class QueryValidator {
    private static final String UNNAMED = "EXPR$";

    /// Schema, table and column.
    private static final int ORIGIN_PARTS = 3;

    private static final SqlValidator.Config VALIDATION = SqlValidator.Config.DEFAULT
            .withConformance(Dialect.INSTANCE)
            .withDefaultNullCollation(NullCollation.HIGH)
            .withTypeCoercionFactory(LiteralCoercion::new)
            .withIdentifierExpansion(true);

    // A list of IN stays a list, and nothing is simplified or folded by Calcite's own rules of values.
    private static final SqlToRelConverter.Config CONVERSION = SqlToRelConverter.config()
            .withExpand(false)
            .withInSubQueryThreshold(Integer.MAX_VALUE)
            .withTrimUnusedFields(false)
            .withRelBuilderConfigTransform(QueryValidator::plainBuilder);

    private static final HepProgram NOTHING = HepProgram.builder().build();

    private QueryValidator() {}

    /// How relational expressions are built: as they are written.
    public static RelBuilder.Config plainBuilder(RelBuilder.Config config) {
        return config.withSimplify(false).withSimplifyLimit(false).withSimplifyValues(false);
    }

    /// Checks `query`, which is changed on the way.
    public static Algebra validate(SqlNode query, CatalogSnapshot snapshot) {
        return validate(query, snapshot, null);
    }

    /// The same for a query that finds what becomes of the rows of `changed`, made by {@link RowChanges}.
    public static Algebra validate(SqlNode query, CatalogSnapshot snapshot, @Nullable TableDefinition changed) {
        try {
            UnsupportedSyntax.check(query);
            RelDataTypeFactory factory = TypeMapping.newFactory();
            CalciteCatalogReader reader = CatalogBridge.reader(snapshot, changed, factory);
            SqlValidator validator = SqlValidatorUtil.newValidator(Operators.TABLE, reader, factory, VALIDATION);
            List<String> names = names(query);
            Concatenation.apply(query);
            SqlNode validated = validator.validate(query);
            RelOptCluster cluster = newCluster(factory);
            SqlToRelConverter converter = new SqlToRelConverter(
                    (type, text, schemaPath, viewPath) -> {
                        throw new IllegalStateException("there are no views");
                    },
                    validator,
                    reader,
                    cluster,
                    DateArithmetic.CONVERTLETS,
                    CONVERSION);
            RelRoot root = converter.convertQuery(validated, false, true);
            return new Algebra(
                    root.project(), columns(validator, validated, names), parameterTypes(validator, validated));
        } catch (CalciteContextException e) {
            throw ValidationErrors.translate(e, query, snapshot);
        } catch (CalciteException | UnsupportedOperationException e) {
            throw ValidationErrors.withoutPosition(e);
        }
    }

    private static RelOptCluster newCluster(RelDataTypeFactory factory) {
        HepPlanner planner = new HepPlanner(NOTHING, Contexts.of(plainBuilder(RelBuilder.Config.DEFAULT)));
        RelOptCluster cluster = RelOptCluster.create(planner, new RexBuilder(factory));
        cluster.setMetadataProvider(DefaultRelMetadataProvider.INSTANCE);
        cluster.setMetadataQuerySupplier(EngineMetadata::new);
        return cluster;
    }

    private static List<OutputColumn> columns(SqlValidator validator, SqlNode validated, List<String> names) {
        RelDataType row = validator.getValidatedNodeType(validated);
        List<@Nullable List<String>> origins = new ArrayList<>(validator.getFieldOrigins(validated));
        List<OutputColumn> columns = new ArrayList<>();
        for (RelDataTypeField field : row.getFieldList()) {
            int i = field.getIndex();
            List<String> origin = i < origins.size() ? origins.get(i) : null;
            String name = field.getName();
            if (name.startsWith(UNNAMED)) {
                name = i < names.size() ? names.get(i) : "?column?";
            }
            columns.add(column(name, field.getType(), origin));
        }
        return columns;
    }

    private static OutputColumn column(String name, RelDataType calciteType, @Nullable List<String> origin) {
        Type type = TypeMapping.fromCalcite(calciteType);
        boolean nullable = calciteType.isNullable();
        if (origin != null && origin.size() == ORIGIN_PARTS) {
            return new OutputColumn(name, type, nullable, origin.get(0), origin.get(1), origin.get(2));
        }
        // Literals are CHAR to Calcite; only columns are to us.
        Type computed = type instanceof Type.CharType text ? new Type.VarcharType(text.length()) : type;
        return new OutputColumn(name, computed, nullable, null, null, null);
    }

    private static List<Type> parameterTypes(SqlValidator validator, SqlNode validated) {
        Map<Integer, Type> types = new TreeMap<>();
        validated.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlDynamicParam parameter) {
                types.put(
                        parameter.getIndex(), TypeMapping.fromCalcite(validator.getValidatedNodeType(parameter)));
                return null;
            }
        });
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
        if (item instanceof SqlCall call) {
            if (call.getOperator() instanceof SqlFunction function) {
                return function.getName().toLowerCase(Locale.ROOT);
            }
            if (call.getKind() == SqlKind.CASE) {
                return "case";
            }
            if (call.getKind() == SqlKind.FILTER || call.getKind() == SqlKind.CAST) {
                return unnamed(call.operand(0));
            }
        }
        return "?column?";
    }
}
