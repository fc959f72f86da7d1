/// Two commits side by side. In: their names. Out: medians, ratios and whether chance explains them. Read
/// {@link io.colonnade.benchmarks.compare.Trial} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.compare;
