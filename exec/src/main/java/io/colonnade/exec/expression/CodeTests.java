package io.colonnade.exec.expression;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.kernel.Words;
import io.colonnade.exec.kernel.filter.ValueTest;
import java.lang.foreign.SegmentAllocator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A condition translated to codes, once per dictionary.
///
/// ```text
/// LIKE 'A%' over {AFRICA, AMERICA, ASIA, EUROPE}     ->     codes 0 .. 2
/// ```
///
/// A dictionary is translated when the rows seen with it outnumber its entries; before that it does not pay.
final class CodeTests {
    private static final int DICTIONARIES_MAX = 256;

    /// The codes that pass, and whether NULL does.
    record Codes(ValueTest codes, boolean nullPasses) {}

    private static final class Entry {
        long rowsSeen;
        boolean fails;

        @Nullable
        Codes codes;
    }

    private final Evaluator condition;
    private final Map<Long, Entry> entries = new LinkedHashMap<>();
    private @Nullable Entry last;
    private long lastId;

    CodeTests(Evaluator condition) {
        this.condition = condition;
    }

    /// The codes of a dictionary that pass, or null if the rows must be evaluated one by one: the dictionary is longer
    /// than what was read of it, or an entry fails.
    @Nullable
    Codes of(Dictionary dictionary, int rows, SegmentAllocator scratch) {
        Entry entry = last;
        if (entry == null || lastId != dictionary.id()) {
            entry = entries.computeIfAbsent(dictionary.id(), id -> new Entry());
            if (entries.size() > DICTIONARIES_MAX) {
                entries.remove(entries.keySet().iterator().next());
            }
            last = entry;
            lastId = dictionary.id();
        }
        if (entry.codes == null && !entry.fails) {
            entry.rowsSeen += rows;
            if (entry.rowsSeen >= dictionary.size()) {
                translate(dictionary, entry, scratch);
            }
        }
        return entry.codes;
    }

    private void translate(Dictionary dictionary, Entry entry, SegmentAllocator scratch) {
        Column.Plain values = dictionary.values();
        long[] passing = new long[Words.words(dictionary.size()) + Words.MAX];
        long[] mask = new long[Words.MAX];
        GeneralTest test = new GeneralTest(condition);
        try {
            for (int from = 0; from < values.length(); from += Page.ROWS_MAX) {
                int count = Math.min(Page.ROWS_MAX, values.length() - from);
                test.scan(new Page(count, values.slice(from, count)), scratch, mask);
                System.arraycopy(mask, 0, passing, from >>> 6, Words.words(count));
            }
            Page none = new Page(1, new Column.Constant(values.type(), 1, Datum.NULL));
            boolean nullPasses = condition.evaluate(none, scratch).datum(0).equals(Datum.TRUE);
            entry.codes = new Codes(ValueTest.ofBits(passing, dictionary.size()), nullPasses);
        } catch (EngineException e) {
            entry.fails = true;
        }
    }
}
