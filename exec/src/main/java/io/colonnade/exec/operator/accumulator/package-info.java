/// The state of one aggregate call for every group. Read {@link
/// io.colonnade.exec.operator.accumulator.Accumulator}: whoever numbers groups, or frames of windows, may use
/// it.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.operator.accumulator;
