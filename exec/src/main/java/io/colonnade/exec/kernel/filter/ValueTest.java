package io.colonnade.exec.kernel.filter;

import io.colonnade.exec.kernel.Words;
import java.util.Arrays;
import java.util.stream.LongStream;

/// A set of 64-bit values that passes a filter: values of a column, its unscaled decimals, days, or codes of a
/// dictionary.
///
/// ```text
/// between 1 and 3      Range 1 .. 3
/// <> 7                 Range 7 .. 7, negated
/// in (1, 5, 9)         Table from 1, bits 1000_1000_1
/// in (1, 5000000)      Hashed
/// ```
public sealed interface ValueTest {
    ValueTest NOTHING = new Nothing();
    ValueTest EVERYTHING = new Everything();

    /// The widest span of listed values that is made a table of bits.
    long TABLE_BITS_MAX = 1 << 20;

    /// No value.
    record Nothing() implements ValueTest {}

    /// Every value.
    record Everything() implements ValueTest {}

    /// `low` to `high`, both included, or all but those.
    record Range(long low, long high, boolean negated) implements ValueTest {}

    /// The values `first + i` whose bit `i` of `size` is set, or all but those.
    record Table(long first, long size, long[] bits, boolean negated) implements ValueTest {}

    /// The values of a set, or all but those.
    record Hashed(LongHashSet values, boolean negated) implements ValueTest {}

    static ValueTest range(long low, long high) {
        if (low > high) {
            return NOTHING;
        }
        return low == Long.MIN_VALUE && high == Long.MAX_VALUE ? EVERYTHING : new Range(low, high, false);
    }

    /// The listed values.
    static ValueTest of(long[] values) {
        long[] sorted = LongStream.of(values).sorted().distinct().toArray();
        if (sorted.length == 0) {
            return NOTHING;
        }
        long first = sorted[0];
        long span = sorted[sorted.length - 1] - first;
        if (span == sorted.length - 1) {
            return range(first, first + span);
        }
        if (span < 0 || span >= TABLE_BITS_MAX) {
            return new Hashed(new LongHashSet(sorted), false);
        }
        long[] bits = new long[(int) (span >>> 6) + 1];
        for (long value : sorted) {
            bits[(int) (value - first >>> 6)] |= 1L << (value - first);
        }
        return new Table(first, span + 1, bits, false);
    }

    /// The set bits among the first `size`: as a range where they, or the clear ones, lie together.
    static ValueTest ofBits(long[] bits, int size) {
        int first = next(bits, 0, size, true);
        if (first == size) {
            return NOTHING;
        }
        int end = next(bits, first, size, false);
        if (next(bits, end, size, true) == size) {
            return first == 0 && end == size ? EVERYTHING : new Range(first, end - 1L, false);
        }
        int again = next(bits, end, size, true);
        if (first == 0 && next(bits, again, size, false) == size) {
            return new Range(end, again - 1L, true);
        }
        return new Table(0, size, Arrays.copyOf(bits, Words.words(size)), false);
    }

    private static int next(long[] bits, int from, int size, boolean set) {
        int at = from;
        while (at < size && (bits[at >>> 6] >>> at & 1) != (set ? 1 : 0)) {
            at++;
        }
        return at;
    }

    default ValueTest not() {
        return switch (this) {
            case Nothing t -> EVERYTHING;
            case Everything t -> NOTHING;
            case Range t -> new Range(t.low, t.high, !t.negated);
            case Table t -> new Table(t.first, t.size, t.bits, !t.negated);
            case Hashed t -> new Hashed(t.values, !t.negated);
        };
    }

    default boolean contains(long value) {
        return switch (this) {
            case Nothing t -> false;
            case Everything t -> true;
            case Range t -> (t.low <= value && value <= t.high) != t.negated;
            case Table t -> {
                long index = value - t.first;
                boolean hit =
                        Long.compareUnsigned(index, t.size) < 0 && (t.bits[(int) (index >>> 6)] >>> index & 1) != 0;
                yield hit != t.negated;
            }
            case Hashed t -> t.values.contains(value) != t.negated;
        };
    }
}
