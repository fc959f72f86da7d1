package io.colonnade.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordAccessTest {
    record Range(long low, @Nullable String name) {
        Range {
            if (low < 0) {
                throw new IllegalArgumentException("below zero");
            }
            if (low == 99) {
                throw new StackOverflowError("too deep");
            }
        }
    }

    @Test
    void recordsComeApartAndTogetherBeforeAndAfterTheChangeToMethodHandles() throws Exception {
        RecordAccess access = new RecordAccess(Range.class);
        for (int i = 0; i < 1_000; i++) {
            Range range = new Range(i % 50, i % 3 == 0 ? null : "r" + i);
            assertThat(access.make(new @Nullable Object[] {access.component(range, 0), access.component(range, 1)}))
                    .isEqualTo(range);
            if (i % 100 == 0) {
                assertThatThrownBy(() -> access.make(new @Nullable Object[] {-1L, null}))
                        .isInstanceOf(MalformedBytesException.class)
                        .hasMessage("Range: below zero");
                assertThatThrownBy(() -> access.make(new @Nullable Object[] {99L, null}))
                        .isInstanceOf(StackOverflowError.class);
                assertThatThrownBy(() -> access.make(new @Nullable Object[] {null, null}))
                        .isInstanceOf(MalformedBytesException.class);
            }
        }
    }
}
