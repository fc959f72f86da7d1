/// Numbers: arithmetic that computes whole columns and tells whether a row failed, 128-bit decimals, conversions,
/// rounding, order. Plain columns come in, memory is filled. Read
/// {@link io.colonnade.exec.kernel.number.DecimalArithmetic} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.kernel.number;
