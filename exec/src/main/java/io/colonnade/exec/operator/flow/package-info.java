/// Operators that keep nothing of the rows: pages come in, are narrowed, computed on, counted or passed to storage.
/// {@link io.colonnade.exec.operator.flow.FilterOperator} is the simplest one.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.operator.flow;
