package io.colonnade.sample.table;

/// A stream of random numbers that is fixed by seed, table and row alone.
///
/// ```
/// seed, table name -> table seed;   table seed, row -> the start of the row's own stream
/// ```
///
/// A row therefore comes out the same whichever thread makes it and whatever was made before it. The generator is a
/// counter behind a 64-bit mixing function. *Threads*: one per instance.
public final class RowRandom {

    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final long tableSeed;
    private long state;

    public RowRandom(long seed, String stream) {
        long hash = mix(seed + STEP);
        for (int i = 0; i < stream.length(); i++) {
            hash = mix(hash ^ stream.charAt(i)) + STEP;
        }
        this.tableSeed = hash;
        startRow(0);
    }

    /// Begins the stream of row `row`; any number of draws may follow.
    public void startRow(long row) {
        state = mix(tableSeed ^ mix(row * STEP + 1));
    }

    public long next() {
        state += STEP;
        return mix(state);
    }

    /// Uniform in 0 .. `bound` - 1.
    public int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /// Uniform in `low` .. `high`, both included.
    public int between(int low, int high) {
        return low + below(high - low + 1);
    }

    /// Uniform in 0 (included) .. 1 (excluded).
    public double fraction() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /// True once in `n` draws on average.
    public boolean oneIn(int n) {
        return below(n) == 0;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
