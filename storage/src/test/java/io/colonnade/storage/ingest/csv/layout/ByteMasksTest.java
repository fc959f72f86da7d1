package io.colonnade.storage.ingest.csv.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteMasksTest {
    @Test
    void findsTheSameBytesWithAndWithoutVectors() {
        Random random = new Random(7);
        byte[] bytes = new byte[64 * 200];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = random.nextInt(4) == 0
                    ? (byte) (",\n\"-.".charAt(random.nextInt(5)) + random.nextInt(2))
                    : bytes[i];
        }
        MemorySegment segment = MemorySegment.ofArray(bytes);
        for (int at = 0; at + 64 <= bytes.length; at += 1 + random.nextInt(9)) {
            for (byte value : new byte[] {',', '\n', '"', '.', 0, -1, (byte) 0x80, bytes[at]}) {
                long expected = 0;
                for (int i = 0; i < 64; i++) {
                    expected |= bytes[at + i] == value ? 1L << i : 0;
                }
                assertThat(ByteMasks.equalByWords(segment, at, value)).isEqualTo(expected);
                assertThat(VectorMasks.equal(segment, at, value)).isEqualTo(expected);
            }
            assertThat(ByteMasks.negativeByWords(segment, at)).isEqualTo(VectorMasks.negative(segment, at));
        }
    }

    @Test
    void marksWhatLiesBetweenQuotes() {
        //                                      a"bc"d -> b, c and the opening quote
        assertThat(ByteMasks.prefixParity(0b010010)).isEqualTo(0b001110);
        assertThat(ByteMasks.prefixParity(1L << 63)).isEqualTo(1L << 63);
        assertThat(ByteMasks.prefixParity(1)).isEqualTo(-1);
    }
}
