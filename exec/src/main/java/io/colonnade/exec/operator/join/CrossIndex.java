package io.colonnade.exec.operator.join;

import java.util.Arrays;

/// Every row, for joins without keys.
record CrossIndex(int rows) implements JoinIndex {
    @Override
    public void probe(long[][] words, int count, int[] rows) {
        Arrays.fill(rows, 0, count, this.rows == 0 ? NONE : 0);
    }

    @Override
    public int next(int row) {
        return row + 1 < rows ? row + 1 : NONE;
    }

    @Override
    public void skip(int row, int follower) {}

    @Override
    public boolean isUnique() {
        return rows <= 1;
    }
}
