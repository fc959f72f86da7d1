package io.colonnade.core.function;

import io.colonnade.core.expression.Function;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A function as SQL knows it: all that there is to say about it.
///
/// `syntax` is how it is written where that is not `name(arguments)`; null otherwise.
public record ScalarFunction(
        String name,
        List<String> aliases,
        FunctionGroup group,
        List<Signature> signatures,
        NullRule nulls,
        Determinism determinism,
        @Nullable String syntax,
        String description,
        List<Example> examples) {
    /// An expression and the text of its value, `NULL` for NULL.
    public record Example(String expression, String answer) {}

    public ScalarFunction {
        aliases = List.copyOf(aliases);
        signatures = List.copyOf(signatures);
        examples = List.copyOf(examples);
    }

    /// The signature that fits best; null if none does.
    public @Nullable Signature signature(List<Signature.Argument> arguments) {
        Signature best = null;
        int nearest = Integer.MAX_VALUE;
        for (Signature signature : signatures) {
            int distance = signature.distance(arguments);
            if (distance >= 0 && distance < nearest) {
                nearest = distance;
                best = signature;
            }
        }
        return best;
    }

    /// Whether the planner writes its calls in other terms, so that no worker knows it.
    public boolean isRewritten() {
        return signatures.stream().anyMatch(signature -> signature.kernel() == null);
    }

    static Builder named(FunctionGroup group, String name, String... aliases) {
        return new Builder(group, name, List.of(aliases));
    }

    /// Collects a definition, which {@link #say} completes.
    static final class Builder {
        private final FunctionGroup group;
        private final String name;
        private final List<String> aliases;
        private final List<Signature> signatures = new ArrayList<>();
        private final List<Example> examples = new ArrayList<>();
        private NullRule nulls = NullRule.STRICT;
        private Determinism determinism = Determinism.ALWAYS;
        private @Nullable String syntax;

        private Builder(FunctionGroup group, String name, List<String> aliases) {
            this.group = group;
            this.name = name;
            this.aliases = aliases;
        }

        Builder is(Function kernel, String signature) {
            signatures.add(Signature.parse(kernel, signature));
            return this;
        }

        Builder rewritten(String signature) {
            signatures.add(Signature.parse(null, signature));
            return this;
        }

        Builder written(String how) {
            syntax = how;
            return this;
        }

        Builder nulls(NullRule rule) {
            nulls = rule;
            return this;
        }

        Builder stays(Determinism howLong) {
            determinism = howLong;
            return this;
        }

        Builder example(String expression, String answer) {
            examples.add(new Example(expression, answer));
            return this;
        }

        ScalarFunction say(String description) {
            return new ScalarFunction(
                    name, aliases, group, signatures, nulls, determinism, syntax, description, examples);
        }
    }
}
