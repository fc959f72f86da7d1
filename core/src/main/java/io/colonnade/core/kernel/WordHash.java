package io.colonnade.core.kernel;

/// A quick hash of 64-bit words for tables in memory: all bits of the word reach all bits of the hash. It is stored
/// nowhere; {@link KeyHash} is the one that decides slots.
public final class WordHash {
    private static final long K1 = 0x9E37_79B9_7F4A_7C15L;
    private static final long K2 = 0xC2B2_AE3D_27D4_EB4FL;

    private WordHash() {}

    public static long mix(long value) {
        long h = value * K1;
        h = (h ^ (h >>> 32)) * K2;
        return h ^ (h >>> 29);
    }
}
