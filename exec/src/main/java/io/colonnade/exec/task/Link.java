package io.colonnade.exec.task;

import io.colonnade.core.page.Page;

/// The way into an operator or the sink of a driver: counts rows and, when profiling, time.
final class Link implements Downstream {
    private final Target target;
    private final Figures figures;
    private final Figures upstream;
    private final Stopwatch stopwatch;

    /// What a link leads to.
    interface Target {
        void accept(Page page);

        boolean wantsMore();

        boolean isFinished();
    }

    Link(Target target, Figures figures, Figures upstream, Stopwatch stopwatch) {
        this.target = target;
        this.figures = figures;
        this.upstream = upstream;
        this.stopwatch = stopwatch;
    }

    @Override
    public void accept(Page page) {
        int rows = page.rows();
        upstream.rowsOut += rows;
        figures.rowsIn += rows;
        Figures before = stopwatch.enter(figures);
        target.accept(page);
        stopwatch.enter(before);
    }

    @Override
    public boolean wantsMore() {
        return target.wantsMore();
    }

    @Override
    public boolean isFinished() {
        return target.isFinished();
    }
}
