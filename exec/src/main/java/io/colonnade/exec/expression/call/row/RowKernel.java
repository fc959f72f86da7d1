package io.colonnade.exec.expression.call.row;

/// Computes one row: reads the arguments it needs and sets the result once.
@FunctionalInterface
interface RowKernel {
    void compute(RowArguments in, RowResult out);
}
