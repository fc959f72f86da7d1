/// `./colonnade bench`: arguments come in, figures go out. Read
/// {@link io.colonnade.benchmarks.command.BenchCommand} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.command;
