package io.colonnade.exec.operator.group;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.KeyWords;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import java.util.List;

/// The keys of a batch of rows as words, before it is known which groups they are of.
///
/// ```text
/// row i:  words[0][i], words[1][i]...     nullMask(i): the bits of the keys that are NULL, whose words are 0
/// ```
///
/// *Thread safety*: one thread.
final class KeyBatch {
    static final int ROWS_MAX = Page.ROWS_MAX;

    final int keyCount;
    final long[][] words;
    /// Of use only if some key of the batch is NULL.
    final long[] nullMasks = new long[ROWS_MAX];

    private final GroupKeys keys;
    private final KeyWords[] readers;
    private final boolean[] nulls = new boolean[ROWS_MAX];
    private boolean someNull;

    /// Strings get the numbers that they have in `keys`.
    KeyBatch(List<Type> types, GroupKeys keys) {
        this.keyCount = types.size();
        this.words = new long[keyCount][ROWS_MAX];
        this.keys = keys;
        this.readers = new KeyWords[keyCount];
        for (int k = 0; k < keyCount; k++) {
            readers[k] = KeyWords.adding(types.get(k), keys.strings());
        }
    }

    /// Whether any key of any row is NULL.
    boolean someNull() {
        return someNull;
    }

    long nullMask(int i) {
        return someNull ? nullMasks[i] : 0;
    }

    void read(Page page, int[] keyColumns, SegmentAllocator scratch) {
        someNull = false;
        for (int k = 0; k < keyCount; k++) {
            Column column = page.column(keyColumns[k]);
            readers[k].read(column, page.selection(), words[k], scratch);
            if (Decode.nulls(column, page.selection(), nulls)) {
                markNulls(k, page.rows());
            }
        }
    }

    private void markNulls(int k, int rows) {
        if (!someNull) {
            Arrays.fill(nullMasks, 0, rows, 0);
            someNull = true;
        }
        for (int i = 0; i < rows; i++) {
            if (nulls[i]) {
                nullMasks[i] |= 1L << k;
                words[k][i] = 0;
            }
        }
    }

    /// Takes the keys of `count` groups of another table: those listed in `from`, beginning with `from[start]`.
    void readGroups(GroupKeys other, StringTranslation translation, int[] from, int start, int count) {
        long all = 0;
        for (int i = 0; i < count; i++) {
            int group = from[start + i];
            for (int k = 0; k < keyCount; k++) {
                words[k][i] = other.word(group, k);
            }
            nullMasks[i] = other.nullMask(group);
            all |= nullMasks[i];
        }
        someNull = all != 0;
        for (int k = 0; k < keyCount; k++) {
            if (keys.isCoded(k)) {
                translation.apply(words[k], nullMasks, 1L << k, count, keys.strings());
            }
        }
    }

    /// Takes words that are already made, without NULLs: the first `rows` entries of each array.
    void readWords(long[][] keyWords, int rows) {
        for (int k = 0; k < keyCount; k++) {
            System.arraycopy(keyWords[k], 0, words[k], 0, rows);
        }
        someNull = false;
    }

    /// Adds the key of a row to those of the groups; answers its group.
    int add(int i) {
        return keys.add(words, i, nullMask(i));
    }
}
