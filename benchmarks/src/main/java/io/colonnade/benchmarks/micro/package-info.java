/// Kernels by JMH, and what Java can do when it is written by hand: the reference that the engine is held against.
/// Run with `./colonnade jmh StarJoinLoop`, `PredicateKernels` or `ValueKernels`.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.micro;
