/// Checks, what they compare, and how. Read {@link io.colonnade.benchmarks.fuzz.check.Judge} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.fuzz.check;
