package io.colonnade.storage.ingest.csv.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigitsTest {
    @Test
    void parsesDigitsOfEveryLength() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            int length = 1 + random.nextInt(18);
            StringBuilder text = new StringBuilder();
            for (int j = 0; j < length; j++) {
                text.append((char) ('0' + random.nextInt(10)));
            }
            MemorySegment bytes = MemorySegment.ofArray((text + "~0/:12345678").getBytes());
            assertThat(Digits.parse(bytes, 0, length)).isEqualTo(Long.parseLong(text.toString()));
            int bad = random.nextInt(length);
            bytes.set(java.lang.foreign.ValueLayout.JAVA_BYTE, bad, (byte) "/:\0\5 -é".charAt(random.nextInt(7)));
            assertThat(Digits.parse(bytes, 0, length)).isEqualTo(Digits.NONE);
        }
    }
}
