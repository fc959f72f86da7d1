package io.colonnade.exec.random;

import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Function;
import io.colonnade.core.function.FunctionRegistry;
import io.colonnade.core.function.ParameterType;
import io.colonnade.core.function.Signature;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Calls of a function as the signatures of the registry allow them.
final class SignatureOperations {
    /// Their results grow with their integers.
    private static final Set<Function> GROWING = Set.of(Function.LPAD, Function.RPAD, Function.REPEAT);

    /// What only a statement has: a time, a seed.
    static final Set<Function> OF_STATEMENTS =
            Set.of(Function.NOW, Function.STATEMENT_TIME, Function.RANDOM, Function.UUID);

    private static final List<Type> NUMBERS =
            List.of(Type.SMALLINT, Type.BIGINT, Type.decimal(15, 2), Type.decimal(30, 4), Type.DOUBLE);

    private SignatureOperations() {}

    static List<Operation> of(Function function) {
        List<Operation> operations = new ArrayList<>();
        if (OF_STATEMENTS.contains(function)) {
            return operations;
        }
        FunctionRegistry.all().stream()
                .flatMap(entry -> entry.signatures().stream())
                .filter(signature -> signature.kernel() == function)
                .forEach(signature -> add(function, signature, operations));
        return operations;
    }

    private static void add(Function function, Signature signature, List<Operation> operations) {
        int most = Math.min(signature.argumentsMax(), signature.argumentsMin() + 2);
        for (int count = signature.argumentsMin(); count <= most; count++) {
            for (Type kind : kinds(signature)) {
                operations.add(operation(function, signature, count, kind));
            }
        }
    }

    /// The types that its parameters without a type of their own are tried with.
    private static List<Type> kinds(Signature signature) {
        boolean isExact = signature.parameters().stream().anyMatch(p -> p.type() == ParameterType.EXACT);
        if (isExact) {
            return NUMBERS.subList(0, NUMBERS.size() - 1);
        }
        if (signature.parameters().stream().anyMatch(p -> p.type() == ParameterType.NUMBER)) {
            return NUMBERS;
        }
        boolean isOpen = signature.parameters().stream().anyMatch(p -> p.type() == ParameterType.COMMON);
        return isOpen ? RandomValues.TYPES : List.of(Type.VARCHAR);
    }

    private static Operation operation(Function function, Signature signature, int count, Type kind) {
        List<Type> types = new ArrayList<>();
        List<Signature.Argument> arguments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            types.add(operand(signature.parameter(i).type(), kind));
            arguments.add(new Signature.Argument(types.get(i), false));
        }
        Type result = signature.resultType(signature.targets(arguments), count < 2 ? 0L : null);
        return Operation.of(
                function.name() + " " + types,
                types,
                (in, random, values) -> new Expression.Call(
                        function,
                        GROWING.contains(function)
                                ? in.stream().map(SignatureOperations::tamed).toList()
                                : in,
                        result));
    }

    private static Type operand(ParameterType parameter, Type kind) {
        return switch (parameter) {
            case NUMBER, EXACT, COMMON -> kind instanceof Type.CharType ? Type.VARCHAR : kind;
            default -> parameter.ofUnknown();
        };
    }

    private static Expression tamed(Expression operand) {
        return operand.type().equals(Type.INTEGER)
                ? new Expression.Arithmetic(
                        ArithmeticOperator.MODULO,
                        operand,
                        new Expression.Literal(Type.INTEGER, Datum.of(40)),
                        Type.INTEGER)
                : operand;
    }
}
