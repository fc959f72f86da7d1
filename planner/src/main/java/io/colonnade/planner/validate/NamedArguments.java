package io.colonnade.planner.validate;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.function.FunctionRegistry;
import io.colonnade.core.function.Parameter;
import io.colonnade.planner.syntax.Positions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// Arguments with names, of the function that has so many that it is called with them.
///
/// ```text
/// make_interval(1, days => 3)     make_interval(1, 0, 0, 3)
/// ```
final class NamedArguments extends SqlShuttle {
    private static final String FUNCTION = "make_interval";
    private static final List<String> NAMES = FunctionRegistry.find(FUNCTION).stream()
            .flatMap(function -> function.signatures().getFirst().parameters().stream())
            .map(Parameter::name)
            .toList();

    private NamedArguments() {}

    /// The query without them.
    static SqlNode apply(SqlNode query) {
        boolean[] found = {false};
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                found[0] |= isNamed(call);
                return super.visit(call);
            }
        });
        if (!found[0]) {
            return query;
        }
        SqlNode changed = query.accept(new NamedArguments());
        if (changed == null) {
            throw new IllegalStateException("no query is left");
        }
        return changed;
    }

    private static boolean isNamed(SqlNode node) {
        return node instanceof SqlBasicCall call
                && call.getOperator() instanceof SqlFunction function
                && function.getName().equalsIgnoreCase(FUNCTION)
                && call.getOperandList().stream().anyMatch(operand -> operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT);
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        return super.visit(isNamed(call) ? inOrder(call) : call);
    }

    private static SqlCall inOrder(SqlCall call) {
        @Nullable SqlNode[] values = new @Nullable SqlNode[NAMES.size()];
        int count = 0;
        boolean named = false;
        for (int i = 0; i < call.operandCount(); i++) {
            SqlNode argument = call.operand(i);
            boolean isNamed = argument.getKind() == SqlKind.ARGUMENT_ASSIGNMENT;
            if (named && !isNamed) {
                throw wrong(ErrorCode.SYNTAX, "an argument without a name behind one with a name", argument);
            }
            named |= isNamed;
            int place = isNamed ? place(((SqlCall) argument).operand(1)) : i;
            if (place >= values.length || values[place] != null) {
                throw wrong(
                        ErrorCode.UNKNOWN_FUNCTION,
                        place >= values.length ? FUNCTION + " of so many arguments" : NAMES.get(place) + " given twice",
                        argument);
            }
            values[place] = isNamed ? ((SqlCall) argument).operand(0) : argument;
            count = Math.max(count, place + 1);
        }
        List<SqlNode> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SqlNode value = values[i];
            all.add(value == null ? SqlLiteral.createExactNumeric("0", call.getParserPosition()) : value);
        }
        return call.getOperator().createCall(call.getParserPosition(), all);
    }

    private static int place(SqlNode name) {
        int place = NAMES.indexOf(name.toString().toLowerCase(Locale.ROOT));
        if (place < 0) {
            throw wrong(ErrorCode.UNKNOWN_FUNCTION, FUNCTION + " has no argument " + name, name);
        }
        return place;
    }

    private static EngineException wrong(ErrorCode code, String message, SqlNode at) {
        return new EngineException(
                code,
                message,
                Positions.of(at),
                "its arguments are " + NAMES.stream().collect(Collectors.joining(", ")),
                null);
    }
}
