package io.colonnade.core.function;

import io.colonnade.core.expression.Function;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One way to call a function.
///
/// ```text
/// s text, n integer, fill? text -> text      lpad('7', 3) and lpad('7', 3, '0')
/// values... common -> common                 greatest(1, 2.5, 3)
/// ```
///
/// `kernel` is what the workers compute; null if the planner writes calls in other terms.
public record Signature(@Nullable Function kernel, List<Parameter> parameters, ResultType result) {
    private static final String ARROW = "->";

    /// An argument: its type, null if it is a bare NULL or a parameter of the statement; whether it is a string
    /// literal, which takes any type.
    public record Argument(@Nullable Type type, boolean isTextLiteral) {}

    public Signature {
        parameters = List.copyOf(parameters);
    }

    static Signature parse(@Nullable Function kernel, String text) {
        int arrow = text.indexOf(ARROW);
        String list = text.substring(0, arrow).strip();
        List<Parameter> parameters = list.isEmpty()
                ? List.of()
                : Arrays.stream(list.split(",", -1)).map(Parameter::parse).toList();
        return new Signature(
                kernel,
                parameters,
                ResultType.of(text.substring(arrow + ARROW.length()).strip()));
    }

    public int argumentsMin() {
        return (int) parameters.stream().filter(p -> !p.optional()).count();
    }

    /// Integer.MAX_VALUE if the last parameter is repeated.
    public int argumentsMax() {
        return !parameters.isEmpty() && parameters.getLast().repeated() ? Integer.MAX_VALUE : parameters.size();
    }

    public boolean takes(int count) {
        return count >= argumentsMin() && count <= argumentsMax();
    }

    /// The parameter that the argument at `index` is for.
    public Parameter parameter(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }

    /// How far the arguments are from the parameters; -1 if they do not fit.
    int distance(List<Argument> arguments) {
        if (!takes(arguments.size())) {
            return -1;
        }
        int sum = 0;
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            Type type = argument.type();
            int distance = type == null ? 0 : parameter(i).type().distance(type);
            if (distance < 0 && argument.isTextLiteral()) {
                distance = 10;
            }
            if (distance < 0) {
                return -1;
            }
            sum += distance;
        }
        return sum;
    }

    /// What arguments of these types are cast to. Throws TYPE_MISMATCH if those that need a common type have none.
    public List<Type> targets(List<Argument> arguments) {
        List<Type> targets = new ArrayList<>();
        List<Type> common = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            ParameterType parameter = parameter(i).type();
            Argument argument = arguments.get(i);
            Type type = argument.type();
            if (parameter == ParameterType.COMMON && type != null && !argument.isTextLiteral()) {
                common.add(type);
            }
            targets.add(type == null || parameter.distance(type) < 0 ? parameter.ofUnknown() : parameter.target(type));
        }
        Type shared = common.isEmpty() ? Type.VARCHAR : CommonType.of(common);
        for (int i = 0; i < targets.size(); i++) {
            if (parameter(i).type() == ParameterType.COMMON) {
                targets.set(i, shared);
            }
        }
        return targets;
    }

    /// The type of a call whose arguments have the types `targets`; `digits` is the second argument where it is a
    /// constant, 0 where there is none.
    public Type resultType(List<Type> targets, @Nullable Long digits) {
        if (result == ResultType.COMMON) {
            List<Type> common = new ArrayList<>();
            for (int i = 0; i < targets.size(); i++) {
                if (parameter(i).type() == ParameterType.COMMON) {
                    common.add(targets.get(i));
                }
            }
            return result.of(common, digits);
        }
        return result.of(targets, digits);
    }

    /// The parameters as the manual writes them: `s text, n integer [, fill text]`.
    public String text() {
        StringBuilder text = new StringBuilder();
        int open = 0;
        for (Parameter parameter : parameters) {
            String comma = text.isEmpty() ? "" : ", ";
            if (parameter.optional()) {
                open++;
                text.append(text.isEmpty() ? "[" : " [").append(comma);
            } else {
                text.append(comma);
            }
            text.append(parameter.name()).append(' ').append(parameter.type().text());
            if (parameter.repeated()) {
                text.append(", ...");
            }
        }
        return text.append("]".repeat(open)).toString();
    }
}
