package io.colonnade.exec.operator.join;

import io.colonnade.exec.operator.runtimefilter.BitmapKeys;

/// Which keys there are and nothing else, for joins that ask no more: the bits that the runtime filter consists of.
///
/// Every row that is found is row 0, and has no next one.
record KeySet(BitmapKeys keys) implements JoinIndex {
    @Override
    public void probe(long[][] words, int count, int[] rows) {
        int[] bits = keys.bits();
        long min = keys.min();
        long max = keys.max();
        for (int i = 0; i < count; i++) {
            long key = words[0][i];
            // The bit behind the last is clear.
            int offset = (int) ((key < min | key > max ? max + 1 : key) - min);
            rows[i] = (bits[offset >>> 5] >>> offset & 1) - 1;
        }
    }

    @Override
    public int next(int row) {
        return NONE;
    }

    @Override
    public void skip(int row, int follower) {}

    @Override
    public boolean isUnique() {
        return true;
    }
}
