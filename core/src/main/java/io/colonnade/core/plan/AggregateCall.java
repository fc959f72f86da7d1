package io.colonnade.core.plan;

import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.core.type.Type.DecimalType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// One aggregate of a group.
///
/// ```text
/// COUNT(*)                                      arguments []
/// STRING_AGG(name, ', ' ORDER BY day DESC)      arguments [name], order [day DESC], parameter ', '
/// PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY x)  arguments [x], order [x], parameter 0.5
/// CORR(y, x), MAX_BY(name, day)                 arguments [y, x], [name, day]
/// ```
///
/// `arguments` are column positions of the input; rows in which one of them is NULL do not count. `order` is
/// the order of values where the function has one. `parameter` is a constant, NULL where the function takes
/// none. In a FINAL step `arguments` are the positions of {@link #stateTypes}, in their order.
///
/// *Types*: COUNTs are BIGINT; SUM of TINYINT, SMALLINT and INTEGER is BIGINT, of BIGINT DECIMAL(38, 0), of
/// DECIMAL(p, s) DECIMAL(38, s), of REAL and DOUBLE DOUBLE; MIN, MAX, ANY_VALUE, MIN_BY, MAX_BY, BIT_AND and
/// the like, PERCENTILE_DISC and MODE keep the type of the first argument; STRING_AGG is VARCHAR. The others
/// take DOUBLEs and are DOUBLE, REGR_COUNT is BIGINT. SUM overflow is OUT_OF_RANGE.
public record AggregateCall(
        AggregateFunction function,
        List<Integer> arguments,
        boolean distinct,
        List<SortKey> order,
        Datum parameter,
        Type type) {
    public AggregateCall {
        arguments = List.copyOf(arguments);
        order = List.copyOf(order);
        if (arguments.isEmpty() && function != AggregateFunction.COUNT_ALL) {
            throw new IllegalArgumentException(function + " without an argument");
        }
    }

    /// A call of one column, or of none if `argument` is -1.
    public AggregateCall(AggregateFunction function, int argument, boolean distinct, Type type) {
        this(function, argument < 0 ? List.of() : List.of(argument), distinct, List.of(), Datum.NULL, type);
    }

    /// The position of the first argument, -1 without any.
    public int argument() {
        return arguments.isEmpty() ? -1 : arguments.getFirst();
    }

    /// Whether it looks at each value once only, so that it keeps those it has seen.
    public boolean isSet() {
        return distinct && !function.ignoresRepetition() && !function.keepsValues();
    }

    /// Whether states of it can be combined, so that PARTIAL and FINAL steps can do it.
    public boolean hasState() {
        return !isSet() && !function.keepsValues();
    }

    /// The columns of what a PARTIAL step knows of a group, `input` being the types of the columns it reads.
    public List<Type> stateTypes(List<Type> input) {
        return switch (function) {
            case COUNT_ALL, COUNT -> List.of(Type.BIGINT);
            case SUM -> type.equals(Type.DOUBLE) ? List.of(Type.DOUBLE, Type.DOUBLE) : List.of(type);
            case MIN, MAX, ANY_VALUE, BIT_AND, BIT_OR, BIT_XOR -> List.of(type);
            case VAR_POP,
                    VAR_SAMP,
                    STDDEV_POP,
                    STDDEV_SAMP,
                    COVAR_POP,
                    COVAR_SAMP,
                    CORR,
                    REGR_AVGX,
                    REGR_AVGY,
                    REGR_COUNT,
                    REGR_INTERCEPT,
                    REGR_R2,
                    REGR_SLOPE,
                    REGR_SXX,
                    REGR_SXY,
                    REGR_SYY -> Collections.nCopies(function.variables() == 1 ? 7 : 15, Type.DOUBLE);
            case MIN_BY, MAX_BY -> arguments.stream().map(input::get).toList();
            case APPROX_COUNT_DISTINCT -> List.of(Type.VARCHAR);
            case STRING_AGG, PERCENTILE_CONT, PERCENTILE_DISC, MODE -> List.of();
        };
    }

    /// All columns that it reads: the arguments, then those of the order that are no arguments.
    public List<Integer> columns() {
        if (order.isEmpty()) {
            return arguments;
        }
        List<Integer> columns = new ArrayList<>(arguments);
        for (SortKey key : order) {
            if (!columns.contains(key.column())) {
                columns.add(key.column());
            }
        }
        return columns;
    }

    /// The same function over other columns: `positions.get(i)` is where column `i` is now.
    public AggregateCall moved(List<Integer> positions) {
        return new AggregateCall(
                function,
                arguments.stream().map(positions::get).toList(),
                distinct,
                order.stream()
                        .map(key -> new SortKey(positions.get(key.column()), key.ascending(), key.nullsFirst()))
                        .toList(),
                parameter,
                type);
    }

    /// The type of SUM of values of a type; IllegalArgumentException if there is none.
    public static Type sumType(Type argument) {
        return switch (argument) {
            case Type.TinyintType t -> Type.BIGINT;
            case Type.SmallintType t -> Type.BIGINT;
            case Type.IntegerType t -> Type.BIGINT;
            case Type.BigintType t -> Type.decimal(DecimalType.PRECISION_MAX, 0);
            case DecimalType t -> Type.decimal(DecimalType.PRECISION_MAX, t.scale());
            case Type.RealType t -> Type.DOUBLE;
            case Type.DoubleType t -> Type.DOUBLE;
            default -> throw new IllegalArgumentException("SUM of " + argument.sql());
        };
    }
}
