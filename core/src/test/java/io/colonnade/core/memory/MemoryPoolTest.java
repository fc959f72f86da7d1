package io.colonnade.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class MemoryPoolTest {
    @Test
    void allocationsCountInEveryAncestor() {
        try (MemoryPool root = MemoryPool.root("process", 1 << 20);
                MemoryPool query = root.child("query");
                Buffer buffer = query.allocate(1000)) {
            assertThat(buffer.bytes()).isEqualTo(1024);
            assertThat(buffer.segment().address() % 64).isZero();
            assertThat(query.allocatedBytes()).isEqualTo(1024);
            assertThat(root.allocatedBytes()).isEqualTo(1024);
        }
    }

    @Test
    void aRefusalNamesThePoolAndTheBudget() {
        try (MemoryPool root = MemoryPool.root("process", 1 << 20);
                MemoryPool query = root.child("query 7")) {
            assertThat(query.tryAllocate(2 << 20)).isNull();
            assertThatThrownBy(() -> query.allocate(2 << 20))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY))
                    .hasMessageContaining("query 7")
                    .hasMessageContaining("1048576");
            assertThat(root.allocatedBytes()).isZero();
        }
    }

    @Test
    void theCacheGivesWayToAQuery() {
        try (MemoryPool root = MemoryPool.root("process", 1 << 20);
                MemoryPool cache = root.child("cache");
                MemoryPool query = root.child("query")) {
            Deque<Buffer> cached = new ArrayDeque<>();
            for (int i = 0; i < 16; i++) {
                cached.add(cache.allocate(1 << 16));
            }
            root.addReclaimer(wanted -> {
                long freed = 0;
                while (freed < wanted && !cached.isEmpty()) {
                    freed += cached.peek().bytes();
                    cached.remove().close();
                }
                return freed;
            });
            try (Buffer buffer = query.allocate(3 << 16)) {
                assertThat(buffer.bytes()).isEqualTo(3 << 16);
                assertThat(cached).hasSize(13);
            }
            cached.forEach(Buffer::close);
        }
    }

    @Test
    void aLeakIsNamedWhenThePoolCloses() {
        MemoryPool root = MemoryPool.root("process", 1 << 20);
        MemoryPool query = root.child("leaky query");
        Buffer leaked = query.allocate(64);
        assertThatThrownBy(query::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("leaky query");
        assertThat(leaked.bytes()).isEqualTo(64);
    }

    @Test
    void scratchHandsOutTheSameMemoryAfterAReset() {
        try (MemoryPool root = MemoryPool.root("process", 64 << 20)) {
            Scratch scratch = new Scratch(root);
            MemorySegment first = scratch.allocate(100);
            MemorySegment large = scratch.allocate(1 << 20);
            scratch.reset();
            assertThat(scratch.allocate(100)).isEqualTo(first);
            assertThat(scratch.allocate(1 << 20).address()).isEqualTo(large.address());
            scratch.close();
            assertThat(root.allocatedBytes()).isZero();
        }
    }
}
