package io.colonnade.benchmarks.fuzz.world;

import java.util.List;
import java.util.SplittableRandom;

/// Chance under a seed.
public final class Dice {
    private final SplittableRandom random;

    public Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// A seed for what is number `index` under `seed`, whatever else is made of it.
    public static long seed(long seed, long index) {
        return new SplittableRandom(seed * 1_000_003 + index).nextLong();
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /// From `least` to `most`, both included.
    public int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    public long nextLong() {
        return random.nextLong();
    }

    public <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    @SafeVarargs
    public final <T> T of(T... items) {
        return items[random.nextInt(items.length)];
    }
}
