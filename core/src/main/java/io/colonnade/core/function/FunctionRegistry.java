package io.colonnade.core.function;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// All scalar functions, by name.
///
/// The planner takes the operators that queries may call from here, and what their arguments are cast to; the
/// workers compute {@link Signature#kernel}; the manual, the proposals of error messages and the system table
/// list it. A test runs every example, and another one compares random calls with a second engine.
public final class FunctionRegistry {
    private static final List<ScalarFunction> ALL = collect();
    private static final Map<String, ScalarFunction> BY_NAME = index();

    private FunctionRegistry() {}

    /// In the order of groups and names.
    public static List<ScalarFunction> all() {
        return ALL;
    }

    /// By name or alias, whatever their case.
    public static Optional<ScalarFunction> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    /// All names and aliases.
    public static Set<String> names() {
        return new TreeSet<>(BY_NAME.keySet());
    }

    private static List<ScalarFunction> collect() {
        List<ScalarFunction> all = new ArrayList<>();
        all.addAll(TextFunctions.ALL);
        all.addAll(PatternFunctions.ALL);
        all.addAll(NumberFunctions.ALL);
        all.addAll(BitFunctions.ALL);
        all.addAll(HashFunctions.ALL);
        all.addAll(TimeFunctions.ALL);
        all.addAll(ConditionFunctions.ALL);
        all.addAll(SystemFunctions.ALL);
        all.sort(Comparator.comparing(ScalarFunction::group).thenComparing(ScalarFunction::name));
        return List.copyOf(all);
    }

    private static Map<String, ScalarFunction> index() {
        Map<String, ScalarFunction> index = new HashMap<>();
        for (ScalarFunction function : ALL) {
            List<String> names = new ArrayList<>(function.aliases());
            names.add(function.name());
            for (String name : names) {
                if (index.put(name, function) != null) {
                    throw new IllegalStateException("two functions are called " + name);
                }
            }
        }
        return Map.copyOf(index);
    }
}
