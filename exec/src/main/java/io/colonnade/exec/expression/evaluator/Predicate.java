package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import java.lang.foreign.SegmentAllocator;
import org.jspecify.annotations.Nullable;

/// A compiled filter: which rows of a page make the condition true (not false, not NULL).
///
/// *Result*: the selection to put on the page in place of its own: null when every physical row counts, the page's own
/// selection when nothing was dropped, otherwise a new one, of 0 rows if none passes.
/// *Ownership*: a new selection belongs to the predicate and lives until its next call.
/// *Errors*: EngineException of a USER code when a condition fails for a row that all conditions before it let through.
/// *Thread safety*: one thread; compile once per thread.
public interface Predicate {
    @Nullable
    Selection select(Page page, SegmentAllocator scratch);
}
