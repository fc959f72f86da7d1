package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.world.Dice;
import io.colonnade.benchmarks.fuzz.world.Domain;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The columns that can be named at a place, those of the outer query included.
record Scope(Dice dice, List<Value> columns, @Nullable Scope outer) implements Leaves {
    /// The part of references that go outside, where they can.
    private static final double OUTSIDE = 0.3;

    Scope {
        columns = List.copyOf(columns);
    }

    @Override
    public @Nullable Value leaf(Predicate<Domain> wanted, Trust most) {
        if (outer != null && dice.chance(OUTSIDE)) {
            Value outside = outer.leaf(wanted, most);
            // A merged column has no table before its name: inside, the name may be another's.
            if (outside != null && outside.hasTable()) {
                return outside;
            }
        }
        List<Value> fitting = new ArrayList<>();
        for (Value column : columns) {
            if (wanted.test(column.domain()) && column.trust().within(most)) {
                fitting.add(column);
            }
        }
        return fitting.isEmpty() ? null : dice.pick(fitting);
    }
}
