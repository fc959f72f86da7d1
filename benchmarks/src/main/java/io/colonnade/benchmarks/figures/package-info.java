/// What benchmarks measured: samples come in, medians, intervals and files of figures go out. Read
/// {@link io.colonnade.benchmarks.figures.Findings} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.figures;
