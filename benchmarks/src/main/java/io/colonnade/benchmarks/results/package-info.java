/// The page of results. In: files of findings. Out: docs/results.md. Read
/// {@link io.colonnade.benchmarks.results.ResultsPage} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.results;
