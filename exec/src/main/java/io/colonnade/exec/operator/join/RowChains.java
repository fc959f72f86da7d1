package io.colonnade.exec.operator.join;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import io.colonnade.exec.operator.state.NativeArray;

/// For each build row the next one with the same key; takes memory only from the first duplicate on.
final class RowChains implements AutoCloseable {
    private final int rows;
    private final NativeArray next;

    RowChains(int rows, MemoryPool pool) {
        this.rows = rows;
        this.next = new NativeArray(pool);
    }

    boolean isEmpty() {
        return next.bytes() == 0;
    }

    void link(int row, int follower) {
        next.ensure(rows * 4L, (byte) -1).set(Lanes.INT, row * 4L, follower);
    }

    /// Lets the next row be another one further on; others may read the chain meanwhile.
    void skip(int row, int follower) {
        if (!isEmpty()) {
            next.segment().set(Lanes.INT, row * 4L, follower);
        }
    }

    int next(int row) {
        return isEmpty() ? JoinIndex.NONE : next.segment().get(Lanes.INT, row * 4L);
    }

    @Override
    public void close() {
        next.close();
    }
}
