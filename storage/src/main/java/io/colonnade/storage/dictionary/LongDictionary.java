package io.colonnade.storage.dictionary;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The distinct 64-bit words of an array and the code of each row: for wide numbers of which few are different.
///
/// Codes are in the order of the words as signed numbers.
public record LongDictionary(long[] words, int[] codes) {
    /// Answers null if the first `count` rows hold more than `sizeMax` words.
    public static @Nullable LongDictionary of(long[] values, int count, int sizeMax) {
        int mask = Integer.highestOneBit(sizeMax * 4) - 1;
        int[] table = new int[mask + 1];
        long[] words = new long[sizeMax];
        int[] codes = new int[count];
        int size = 0;
        for (int i = 0; i < count; i++) {
            long value = values[i];
            int at = (int) ((value * 0x9E37_79B9_7F4A_7C15L) >>> 40) & mask;
            while (table[at] != 0 && words[table[at] - 1] != value) {
                at = at + 1 & mask;
            }
            if (table[at] == 0) {
                if (size == sizeMax) {
                    return null;
                }
                words[size] = value;
                table[at] = ++size;
            }
            codes[i] = table[at] - 1;
        }
        int[] order = IntSort.sort(size, (a, b) -> Long.compare(words[a], words[b]));
        int[] ranks = new int[size];
        long[] sorted = new long[size];
        for (int i = 0; i < size; i++) {
            ranks[order[i]] = i;
            sorted[i] = words[order[i]];
        }
        for (int i = 0; i < count; i++) {
            codes[i] = ranks[codes[i]];
        }
        return new LongDictionary(Arrays.copyOf(sorted, size), codes);
    }
}
