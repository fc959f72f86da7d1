package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.world.Domain;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Where expressions get their columns from.
interface Leaves {
    /// One that is wanted, or null if there is none.
    @Nullable
    Value leaf(Predicate<Domain> wanted, Trust most);
}
