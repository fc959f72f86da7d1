package io.colonnade.exec.kernel.number;

import java.math.BigInteger;

/// Division rounded half away from zero, as decimals round.
final class Rounding {
    private Rounding() {}

    static BigInteger halfAway(BigInteger dividend, BigInteger divisor) {
        BigInteger[] parts = dividend.divideAndRemainder(divisor);
        if (parts[1].abs().shiftLeft(1).compareTo(divisor.abs()) < 0) {
            return parts[0];
        }
        return parts[0].add(BigInteger.valueOf((long) dividend.signum() * divisor.signum()));
    }

    static long halfAway(long dividend, long divisor) {
        long quotient = dividend / divisor;
        long remainder = Math.abs(dividend % divisor);
        long half = Math.abs(divisor) - remainder;
        return remainder >= half ? quotient + ((dividend ^ divisor) < 0 ? -1 : 1) : quotient;
    }
}
