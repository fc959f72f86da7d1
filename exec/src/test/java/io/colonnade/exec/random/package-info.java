/// Random values, columns in every form, and pages, all from a seed; and the bookkeeping of a fuzz run. Read
/// {@link io.colonnade.exec.random.RandomData} and {@link io.colonnade.exec.random.FuzzRun} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.random;
