package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.exec.kernel.Kleene;
import java.lang.foreign.SegmentAllocator;
import java.util.List;

/// AND or OR in three-valued logic. A term that can fail is evaluated only for the rows that the terms before it have
/// not decided.
public final class LogicalEvaluator implements Evaluator {
    /// One operand of AND or OR; `canFail` says that evaluating it may be an error for some row.
    public record Term(Evaluator evaluator, boolean canFail) {}

    private final List<Term> terms;
    private final Kleene kleene;
    private final int[] indexes = new int[Page.ROWS_MAX];

    public LogicalEvaluator(boolean or, List<Term> terms) {
        this.terms = List.copyOf(terms);
        this.kleene = new Kleene(or);
    }

    @Override
    public Column evaluate(Page page, SegmentAllocator scratch) {
        int rows = page.rows();
        kleene.start(rows);
        for (Term term : terms) {
            int open = term.canFail() ? kleene.undecided(indexes) : rows;
            if (open == rows) {
                kleene.join(Flatten.plain(term.evaluator().evaluate(page, scratch), null, scratch));
            } else if (open > 0) {
                int[] positions = new int[open];
                for (int i = 0; i < open; i++) {
                    positions[i] = page.position(indexes[i]);
                }
                Page part = page.select(new Selection(positions, open));
                kleene.join(Flatten.plain(term.evaluator().evaluate(part, scratch), null, scratch), indexes);
            }
        }
        return kleene.result(scratch);
    }
}
