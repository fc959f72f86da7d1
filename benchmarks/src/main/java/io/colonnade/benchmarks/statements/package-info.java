/// What a statement costs that has nearly nothing to do, and a process that runs one. Read
/// {@link io.colonnade.benchmarks.statements.StatementsCommand} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.statements;
