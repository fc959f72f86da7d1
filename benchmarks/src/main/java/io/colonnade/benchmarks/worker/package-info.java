/// One engine in a process of its own. In: requests on standard input. Out: answers, times and memory on standard
/// output. Read {@link io.colonnade.benchmarks.worker.EngineProcess} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.worker;
