package io.colonnade.exec.expression;

import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Evaluates conjuncts one after the other, each for the rows that are left.
final class ConjunctionPredicate implements Predicate {
    private final List<Evaluator> conjuncts;
    private final int[] positions = new int[Page.ROWS_MAX];

    ConjunctionPredicate(List<Evaluator> conjuncts) {
        this.conjuncts = List.copyOf(conjuncts);
    }

    @Override
    public @Nullable Selection select(Page page, SegmentAllocator scratch) {
        Page rest = page;
        for (Evaluator conjunct : conjuncts) {
            Column.Plain bits = Flatten.plain(conjunct.evaluate(rest, scratch), null, scratch);
            int count = 0;
            for (int i = 0; i < bits.length(); i++) {
                if (Lanes.bit(bits.validity(), i) && Lanes.bit(bits.values(), i)) {
                    positions[count++] = rest.position(i);
                }
            }
            if (count < bits.length()) {
                rest = page.select(new Selection(positions, count));
                if (count == 0) {
                    break;
                }
            }
        }
        return rest.selection();
    }
}
