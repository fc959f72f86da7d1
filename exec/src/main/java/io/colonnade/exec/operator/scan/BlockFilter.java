package io.colonnade.exec.operator.scan;

import io.colonnade.exec.operator.runtimefilter.FilterApplication;
import io.colonnade.exec.operator.runtimefilter.RuntimeFilter;

/// A runtime filter on a column of a scan, in one reader.
final class BlockFilter {
    final int column;
    final FilterApplication application;
    final Pass pass = new Pass(0.5);
    /// Whether the column came in runs lately: then it is tried first, since it drops whole ranges of rows.
    boolean inRuns;
    /// Whether it was applied to the block at hand already.
    boolean done;

    BlockFilter(int column, RuntimeFilter filter) {
        this.column = column;
        this.application = new FilterApplication(filter);
    }

    RuntimeFilter filter() {
        return application.filter();
    }
}
