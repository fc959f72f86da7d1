package io.colonnade.exec.operator.scan;

/// How much a condition let through lately, to try the most selective first.
final class Pass {
    private double in = 64;
    private double out = 32;

    Pass(double estimate) {
        out = in * estimate;
    }

    void add(int rowsIn, int rowsOut) {
        // Older blocks count less and less.
        in = in * 0.9 + rowsIn;
        out = out * 0.9 + rowsOut;
    }

    /// The share of rows that passed.
    double rate() {
        return out / in;
    }
}
