package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import java.lang.foreign.SegmentAllocator;

/// A compiled expression.
///
/// ```text
/// page: 4 rows, selection [1 3]     $0 + 1     ->     column of 2 rows
/// ```
///
/// *Result*: one value for each row that counts, side by side (`length()` is `page.rows()`), in any form. A bare column
/// keeps its form, and is the page's own column where there is no selection.
/// *Ownership*: the result may share memory with the page; new memory comes from `scratch`.
/// *Errors*: EngineException of a USER code when the expression fails for a row that counts.
/// *Thread safety*: one thread; compile once per thread.
public interface Evaluator {
    Column evaluate(Page page, SegmentAllocator scratch);
}
