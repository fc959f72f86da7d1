package io.colonnade.planner.type;

import io.colonnade.core.function.FunctionRegistry;
import io.colonnade.core.function.ScalarFunction;
import io.colonnade.planner.syntax.TemporalOperators;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

/// The operators and functions that queries may name.
public final class Operators {
    /// Those of PostgreSQL that the standard does not have.
    private static final SqlOperatorTable EXTENSIONS = SqlOperatorTables.of(
            SqlLibraryOperators.INFIX_CAST,
            SqlLibraryOperators.ILIKE,
            SqlLibraryOperators.NOT_ILIKE,
            TemporalOperators.INTERVAL,
            TemporalOperators.INTERVAL_OF_DAYS,
            TemporalOperators.SERIES_LENGTH,
            TemporalOperators.AT_TIME_ZONE,
            TemporalOperators.AT_LOCAL);

    private static final Map<String, RegistryOperator> REGISTERED = registered();

    /// The names of aggregates and of what the grammar calls.
    private static final List<String> OTHERS = List.of(
            "avg",
            "case",
            "cast",
            "count",
            "max",
            "min",
            "sum",
            "string_agg",
            "listagg",
            "percentile_cont",
            "percentile_disc",
            "quantile_cont",
            "quantile_disc");

    public static final SqlOperatorTable TABLE = new Table();

    private Operators() {}

    /// What error messages may propose.
    public static Collection<String> names() {
        Set<String> names = new TreeSet<>(FunctionRegistry.names());
        names.addAll(OTHERS);
        AggregateOperator.names().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return names.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList();
    }

    /// A function of the registry that the workers compute.
    static RegistryOperator named(String name) {
        RegistryOperator operator = REGISTERED.get(name);
        if (operator == null) {
            throw new IllegalArgumentException("no function " + name);
        }
        return operator;
    }

    private static Map<String, RegistryOperator> registered() {
        Map<String, RegistryOperator> operators = new HashMap<>();
        for (ScalarFunction function : FunctionRegistry.all()) {
            if (!function.isRewritten()) {
                RegistryOperator operator = new RegistryOperator(function);
                operators.put(function.name(), operator);
                function.aliases().forEach(alias -> operators.put(alias, operator));
            }
        }
        return Map.copyOf(operators);
    }

    /// Functions of the registry go before the library's, and these before the standard's of the same name.
    private static final class Table implements SqlOperatorTable {
        private final SqlOperatorTable standard = SqlStdOperatorTable.instance();

        @Override
        public void lookupOperatorOverloads(
                SqlIdentifier name,
                @Nullable SqlFunctionCategory category,
                SqlSyntax syntax,
                List<SqlOperator> result,
                SqlNameMatcher matcher) {
            if (name.isSimple()) {
                RegistryOperator ours = REGISTERED.get(name.getSimple().toLowerCase(Locale.ROOT));
                if (ours != null && (syntax == SqlSyntax.FUNCTION || syntax == SqlSyntax.FUNCTION_ID)) {
                    result.add(ours);
                    return;
                }
                AggregateOperator aggregate = AggregateOperator.named(name.getSimple());
                if (aggregate != null && syntax == SqlSyntax.FUNCTION) {
                    result.add(aggregate);
                    return;
                }
            }
            EXTENSIONS.lookupOperatorOverloads(name, category, syntax, result, matcher);
            if (result.isEmpty()) {
                standard.lookupOperatorOverloads(name, category, syntax, result, matcher);
            }
            result.replaceAll(DateArithmetic::inPlaceOf);
            result.replaceAll(Concatenation::inPlaceOf);
            result.replaceAll(IntervalAggregates::inPlaceOf);
        }

        @Override
        public List<SqlOperator> getOperatorList() {
            return standard.getOperatorList();
        }
    }
}
