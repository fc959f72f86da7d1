package io.colonnade.benchmarks.fuzz.grow;

/// How exactly a value is known: what two engines may do with it before they may differ.
enum Trust {
    /// Sums of it are the same in any order.
    SUMMABLE,
    /// It is the same in all engines: it can be compared, sorted and grouped by.
    FIRM,
    /// Its last digits may differ: it can only be shown.
    LOOSE;

    Trust worse(Trust other) {
        return compareTo(other) >= 0 ? this : other;
    }

    boolean within(Trust most) {
        return compareTo(most) <= 0;
    }
}
