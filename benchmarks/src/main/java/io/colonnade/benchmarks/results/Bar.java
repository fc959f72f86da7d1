package io.colonnade.benchmarks.results;

import java.util.OptionalDouble;

/// A goal, and what was measured of it; less is better.
///
/// @param work in words
/// @param measured empty when it was not
/// @param bar that is to be met
/// @param aim that is hoped for
/// @param note what else is to be known
record Bar(String work, OptionalDouble measured, double bar, double aim, String note) {
    String verdict() {
        if (measured.isEmpty()) {
            return "not measured";
        }
        double value = measured.getAsDouble();
        return value <= aim && aim < bar ? "aim met" : value <= bar ? "met" : "MISSED";
    }
}
