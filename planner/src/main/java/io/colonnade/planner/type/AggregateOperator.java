package io.colonnade.planner.type;

import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.type.Datum;
import io.colonnade.planner.syntax.TemporalOperators;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/// An aggregate function beyond COUNT, SUM, AVG, MIN and MAX, as the validator knows it.
///
/// A constant among its arguments, such as the separator of STRING_AGG or the share of a percentile, is part of the
/// operator and no operand: {@link AggregateSyntax} has seen to that, so that no step of planning can lose it.
public final class AggregateOperator extends SqlAggFunction {
    private static final SqlReturnTypeInference FIRST = ReturnTypes.ARG0.andThen(SqlTypeTransforms.FORCE_NULLABLE);
    private static final SqlReturnTypeInference DOUBLE = ReturnTypes.DOUBLE.andThen(SqlTypeTransforms.FORCE_NULLABLE);
    private static final SqlReturnTypeInference TEXT =
            ReturnTypes.explicit(SqlTypeName.VARCHAR, Integer.MAX_VALUE).andThen(SqlTypeTransforms.FORCE_NULLABLE);

    /// What values may lie between.
    static final SqlOperandTypeChecker NUMBER_OR_INTERVAL =
            OperandTypes.NUMERIC.or(OperandTypes.family(SqlTypeFamily.DATETIME_INTERVAL));

    private static final SqlReturnTypeInference BETWEEN =
            binding -> (TemporalOperators.isInterval(binding.getOperandType(0))
                            ? FIRST.andThen((b, type) -> TemporalOperators.interval(b.getTypeFactory()))
                                    .andThen(SqlTypeTransforms.FORCE_NULLABLE)
                            : DOUBLE)
                    .inferReturnType(binding);

    private static final Map<String, AggregateOperator> NAMED = named();

    /// A column of which all values of a group are equal, in groups that are never empty.
    public static final AggregateOperator SAME_VALUE =
            simple("ANY_VALUE", AggregateFunction.ANY_VALUE, ReturnTypes.ARG0, OperandTypes.ANY);

    private final AggregateFunction function;
    private final Datum parameter;
    private final boolean ascending;

    private AggregateOperator(
            String name,
            AggregateFunction function,
            Datum parameter,
            boolean ascending,
            SqlReturnTypeInference type,
            SqlOperandTypeChecker operands) {
        super(
                name.toUpperCase(Locale.ROOT),
                null,
                SqlKind.OTHER_FUNCTION,
                type,
                null,
                operands,
                SqlFunctionCategory.NUMERIC,
                false,
                false,
                function == AggregateFunction.STRING_AGG ? Optionality.OPTIONAL : Optionality.FORBIDDEN);
        this.function = function;
        this.parameter = parameter;
        this.ascending = ascending;
    }

    private static Map<String, AggregateOperator> named() {
        Map<String, AggregateOperator> named = new HashMap<>();
        for (AggregateFunction function : AggregateFunction.values()) {
            switch (function) {
                case COUNT_ALL, COUNT, SUM, MIN, MAX, ANY_VALUE, STRING_AGG, PERCENTILE_CONT, PERCENTILE_DISC -> {}
                default -> add(named, function.name(), function);
            }
        }
        add(named, "STDDEV", AggregateFunction.STDDEV_SAMP);
        add(named, "VARIANCE", AggregateFunction.VAR_SAMP);
        add(named, "ARG_MIN", AggregateFunction.MIN_BY);
        add(named, "ARG_MAX", AggregateFunction.MAX_BY);
        add(named, "ANY_VALUE", AggregateFunction.MIN);
        add(named, "ARBITRARY", AggregateFunction.MIN);
        for (String name : List.of("BOOL_AND", "EVERY")) {
            named.put(name, simple(name, AggregateFunction.MIN, FIRST, OperandTypes.BOOLEAN));
        }
        named.put("BOOL_OR", simple("BOOL_OR", AggregateFunction.MAX, FIRST, OperandTypes.BOOLEAN));
        named.put("MEDIAN", percentile("MEDIAN", AggregateFunction.PERCENTILE_CONT, 0.5, true));
        return named;
    }

    private static void add(Map<String, AggregateOperator> named, String name, AggregateFunction function) {
        named.put(
                name,
                switch (function.variables()) {
                    case 1 -> simple(name, function, DOUBLE, OperandTypes.NUMERIC);
                    case 2 ->
                        simple(
                                name,
                                function,
                                function.counts() ? ReturnTypes.BIGINT : DOUBLE,
                                OperandTypes.NUMERIC_NUMERIC);
                    default ->
                        switch (function) {
                            case MIN_BY, MAX_BY -> simple(name, function, FIRST, OperandTypes.ANY_ANY);
                            case BIT_AND, BIT_OR, BIT_XOR -> simple(name, function, FIRST, OperandTypes.INTEGER);
                            case APPROX_COUNT_DISTINCT -> simple(name, function, ReturnTypes.BIGINT, OperandTypes.ANY);
                            default -> simple(name, function, FIRST, OperandTypes.ANY);
                        };
                });
    }

    private static AggregateOperator simple(
            String name, AggregateFunction function, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
        return new AggregateOperator(name, function, Datum.NULL, true, type, operands);
    }

    /// The function of that name, null if it is none of these.
    static @Nullable AggregateOperator named(String name) {
        return NAMED.get(name.toUpperCase(Locale.ROOT));
    }

    /// The names of all of them that are called like any function.
    static java.util.Set<String> names() {
        return NAMED.keySet();
    }

    /// STRING_AGG with a separator.
    static AggregateOperator texts(String name, Datum separator) {
        return new AggregateOperator(name, AggregateFunction.STRING_AGG, separator, true, TEXT, OperandTypes.CHARACTER);
    }

    /// A percentile in the order of its argument, or against it.
    static AggregateOperator percentile(String name, AggregateFunction function, double share, boolean ascending) {
        boolean between = function == AggregateFunction.PERCENTILE_CONT;
        return new AggregateOperator(
                name,
                function,
                Datum.of(share),
                ascending,
                between ? BETWEEN : FIRST,
                between ? NUMBER_OR_INTERVAL : OperandTypes.ANY);
    }

    /// MODE that takes the first, or the last, of the most frequent values.
    static AggregateOperator mode(String name, boolean ascending) {
        return new AggregateOperator(name, AggregateFunction.MODE, Datum.NULL, ascending, FIRST, OperandTypes.ANY);
    }

    /// What the workers compute.
    public AggregateFunction function() {
        return function;
    }

    /// The constant that it has; NULL without one.
    public Datum parameter() {
        return parameter;
    }

    /// Whether values are ordered from the least to the greatest.
    public boolean isAscending() {
        return ascending;
    }

    /// The operator is this one: it is not looked up by its name once more.
    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        for (SqlNode operand : call.getOperandList()) {
            validator.deriveType(scope, operand);
        }
        return validateOperands(validator, scope, call);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AggregateOperator that
                && super.equals(other)
                && parameter.equals(that.parameter)
                && ascending == that.ascending;
    }

    @Override
    public int hashCode() {
        return super.hashCode() * 31 + parameter.hashCode();
    }
}
