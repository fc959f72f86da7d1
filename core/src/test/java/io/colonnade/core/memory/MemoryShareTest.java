package io.colonnade.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemoryShareTest {
    private static final long MIB = 1 << 20;

    @Test
    void whoComesFirstLeavesTheOthersTheirDue() {
        try (MemoryPool root = MemoryPool.root("process", 64 * MIB);
                MemoryShare first = root.share("join");
                MemoryShare second = root.share("sort")) {
            // 64 less 16 due to the sort and 8 of headroom.
            assertThat(first.roomBytes()).isEqualTo(40 * MIB);
            assertThat(first.hasRoomFor(40 * MIB)).isTrue();
            assertThat(first.hasRoomFor(41 * MIB)).isFalse();
            try (Buffer taken = first.pool().allocate(40 * MIB)) {
                assertThat(taken.bytes()).isEqualTo(40 * MIB);
                assertThat(first.hasRoomFor(1)).isFalse();
                assertThat(second.hasRoomFor(16 * MIB)).isTrue();
                assertThat(second.hasRoomFor(17 * MIB)).isFalse();
            }
        }
    }

    @Test
    void nothingIsDueToWhoHasSettledOrLeft() {
        try (MemoryPool root = MemoryPool.root("process", 64 * MIB);
                MemoryShare first = root.share("sort")) {
            MemoryShare second = root.share("join");
            MemoryShare third = root.share("join");
            second.settle();
            third.close();
            third.close();
            assertThat(first.hasRoomFor(56 * MIB)).isTrue();
            second.close();
        }
    }

    @Test
    void theLimitOfAQueryAndThatOfTheProcessBothCount() {
        try (MemoryPool root = MemoryPool.root("process", 64 * MIB);
                MemoryPool query = root.child("query", 16 * MIB);
                MemoryPool task = query.child("task");
                MemoryShare share = task.share("sort")) {
            assertThat(share.roomBytes()).isEqualTo(14 * MIB);
            try (Buffer other = root.allocate(56 * MIB)) {
                assertThat(other.bytes()).isEqualTo(56 * MIB);
                assertThat(share.roomBytes()).isEqualTo(7 * MIB);
                assertThat(share.hasRoomFor(8 * MIB)).isFalse();
            }
        }
    }

    @Test
    void aTestCanRefuseAnyQuestionAndAnyAllocation() {
        int[] asked = new int[1];
        try (MemoryPool root = MemoryPool.root("process", 64 * MIB, bytes -> ++asked[0] % 2 == 0);
                MemoryShare share = root.share("sort")) {
            assertThat(share.hasRoomFor(1)).isTrue();
            assertThat(share.hasRoomFor(1)).isFalse();
            Buffer granted = share.pool().allocate(64);
            assertThat(share.pool().tryAllocate(64)).isNull();
            granted.close();
        }
    }

    @Test
    void closingAShareInUseNamesWhatLeaked() {
        MemoryPool root = MemoryPool.root("process", 64 * MIB);
        MemoryShare share = root.share("sort of 4");
        share.pool().allocate(64);
        assertThatThrownBy(share::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sort of 4");
    }
}
