package io.colonnade.exec.operator.join;

/// Finds the first build row with a key; further ones with the same key hang behind it.
///
/// ```text
/// no keys       every row        CrossIndex
/// one key       only existence   KeySet        a bit for each key
/// one key       a dense range    DenseIndex    key - min -> row
/// any           otherwise        HashIndex     open addressing on 64-bit hashes
/// ```
///
/// *Thread safety*: read-only when built, but for {@link #skip}.
sealed interface JoinIndex permits CrossIndex, DenseIndex, HashIndex, KeySet {
    int NONE = -1;

    /// Writes for each of the first `count` keys the first row with it, or NONE. `words[k][i]` is the `k`-th
    /// word of key `i`; those of NULLs may be anything.
    void probe(long[][] words, int count, int[] rows);

    /// The next row with the key of this one, or NONE.
    int next(int row);

    /// Rows between two of a chain may be left out of it from now on. Any thread may while others read, which may
    /// still meet these rows.
    void skip(int row, int follower);

    /// Whether no two rows have the same key.
    boolean isUnique();
}
