package io.colonnade.exec.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Damages messages the way wires, bugs and enemies do: flipped bits, exchanged and repeated pieces, lengths blown up,
/// halves of two messages sewn together, ends cut off.
public final class ByteMutator {
    private static final long[] LENGTHS = {
        -1,
        0,
        1,
        63,
        64,
        127,
        128,
        255,
        256,
        4096,
        4097,
        65_535,
        65_536,
        1 << 24,
        (1 << 24) + 1,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 32,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final Random random;

    public ByteMutator(Random random) {
        this.random = random;
    }

    /// One of `messages` with one to six damages; the result is at most `bytesMax` long.
    public byte[] mutate(List<byte[]> messages, int bytesMax) {
        byte[] bytes = messages.get(random.nextInt(messages.size())).clone();
        int damages = 1 + random.nextInt(random.nextInt(3) == 0 ? 6 : 2);
        for (int i = 0; i < damages; i++) {
            bytes = damage(bytes, messages.get(random.nextInt(messages.size())));
            if (bytes.length > bytesMax) {
                bytes = Arrays.copyOf(bytes, bytesMax);
            }
        }
        return bytes;
    }

    private byte[] damage(byte[] bytes, byte[] other) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = position(bytes);
        int to = at + random.nextInt(Math.min(64, bytes.length - at) + 1);
        switch (random.nextInt(12)) {
            case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> bytes[at] = (byte) random.nextInt();
            case 3 -> {
                int with = random.nextInt(bytes.length);
                byte kept = bytes[at];
                bytes[at] = bytes[with];
                bytes[with] = kept;
            }
            case 4, 5 -> fixed(bytes, at, LENGTHS[random.nextInt(LENGTHS.length)], 1 << random.nextInt(4));
            case 6 -> {
                return replaced(bytes, at, at + 1, leb(LENGTHS[random.nextInt(LENGTHS.length)]));
            }
            case 7 -> {
                return replaced(bytes, at, to, new byte[0]);
            }
            case 8 -> {
                byte[] piece = Arrays.copyOfRange(bytes, at, to);
                return replaced(bytes, at, at, repeated(piece, 1 + random.nextInt(random.nextInt(8) == 0 ? 2000 : 4)));
            }
            case 9 -> {
                int cut = random.nextInt(other.length + 1);
                return replaced(bytes, at, bytes.length, Arrays.copyOfRange(other, cut, other.length));
            }
            case 10 -> {
                int from = random.nextInt(other.length + 1);
                byte[] piece = Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(80)));
                return replaced(bytes, at, to, piece);
            }
            default -> {
                return Arrays.copyOf(bytes, at);
            }
        }
        return bytes;
    }

    /// The beginning, where the structure is, as often as all the rest.
    private int position(byte[] bytes) {
        return random.nextInt(random.nextBoolean() ? Math.min(100, bytes.length) : bytes.length);
    }

    private static void fixed(byte[] bytes, int at, long value, int width) {
        for (int i = 0; i < width && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }

    private static byte[] leb(long value) {
        byte[] bytes = new byte[10];
        int length = 0;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return Arrays.copyOf(bytes, length);
    }

    private static byte[] repeated(byte[] piece, int times) {
        byte[] bytes = new byte[piece.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(piece, 0, bytes, i * piece.length, piece.length);
        }
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from) + by.length);
        System.arraycopy(by, 0, result, from, by.length);
        System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
        return result;
    }
}
