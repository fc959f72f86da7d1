package io.colonnade.exec.kernel;

import io.colonnade.core.kernel.Bits;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/// The running result of a chain of ANDs or ORs: which rows are true and which are false; the others are NULL.
///
/// ```text
///          true        false       NULL
/// row      t 1 f 0     t 0 f 1     t 0 f 0       AND: t = t1 & t2, f = f1 | f2      OR: t = t1 | t2, f = f1 & f2
/// ```
public final class Kleene {
    private final boolean or;
    private final long[] yes = new long[Words.MAX];
    private final long[] no = new long[Words.MAX];
    private int rows;

    public Kleene(boolean or) {
        this.or = or;
    }

    /// Starts with the neutral value for all rows.
    public void start(int count) {
        rows = count;
        Words.fill(yes, rows, or ? 0 : -1);
        Words.fill(no, rows, or ? -1 : 0);
    }

    /// Joins a term that has a value for every row.
    public void join(Column.Plain term) {
        int words = Words.words(rows);
        for (int i = 0; i < words; i++) {
            join(i, term.values().get(Lanes.LONG, i * 8L), present(term, i), -1);
        }
    }

    /// Joins a term that has values for some rows only, side by side; for the others it is neutral.
    public void join(Column.Plain term, int[] indexes) {
        for (int i = 0; i < term.length(); i++) {
            int row = indexes[i];
            long value = Lanes.bit(term.values(), i) ? -1 : 0;
            long present = Lanes.bit(term.validity(), i) ? -1 : 0;
            join(row >>> 6, value, present, 1L << row);
        }
    }

    private static long present(Column.Plain term, int word) {
        MemorySegment validity = term.validity();
        return validity == null ? -1 : validity.get(Lanes.LONG, word * 8L);
    }

    private void join(int word, long value, long present, long rowsConcerned) {
        long t = value & present;
        long f = ~value & present;
        if (or) {
            yes[word] |= t & rowsConcerned;
            no[word] &= f | ~rowsConcerned;
        } else {
            yes[word] &= t | ~rowsConcerned;
            no[word] |= f & rowsConcerned;
        }
    }

    /// The rows that further terms can still change, in ascending order; returns how many.
    public int undecided(int[] indexes) {
        long[] decided = or ? yes : no;
        long[] open = new long[Words.MAX];
        for (int i = 0; i < Words.words(rows); i++) {
            open[i] = ~decided[i] & Bits.mask(rows, i);
        }
        return Words.positions(open, rows, indexes);
    }

    public Column.Plain result(SegmentAllocator scratch) {
        MemorySegment values = Bitmaps.of(yes, rows, scratch);
        boolean nulls = false;
        for (int i = 0; i < Words.words(rows); i++) {
            nulls |= (~(yes[i] | no[i]) & Bits.mask(rows, i)) != 0;
        }
        if (!nulls) {
            return new Column.Plain(Type.BOOLEAN, rows, values, null);
        }
        MemorySegment validity = Bitmaps.allocate(rows, scratch);
        for (int i = 0; i < Words.words(rows); i++) {
            validity.set(Lanes.LONG, i * 8L, yes[i] | no[i]);
        }
        return new Column.Plain(Type.BOOLEAN, rows, values, validity);
    }
}
