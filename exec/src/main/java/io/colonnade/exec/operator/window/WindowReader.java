package io.colonnade.exec.operator.window;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.WindowNode;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;
import org.jspecify.annotations.Nullable;

/// One driver on rows in memory: takes a range, passes its pages on, takes the next.
final class WindowReader implements Source.Reader {
    private static final int MORSEL_ROWS = Page.BLOCK_ROWS;

    private final WindowSource source;
    private final DriverContext driver;
    private final Scratch scratch;
    private final WindowPages pages;
    private final int pageRows;
    private @Nullable SortedRange range;
    private int at;

    WindowReader(WindowSource source, WindowNode node, MemoryPool pool, DriverContext driver) {
        this.source = source;
        this.driver = driver;
        this.scratch = new Scratch(driver.memory());
        this.pages = new WindowPages(node, pool, driver::checkCancelled);
        this.pageRows = driver.task().settings().pageRows();
    }

    @Override
    public Step next(Downstream downstream) {
        SortedRange current = range;
        if (current == null) {
            current = source.take();
            if (current == null) {
                return Step.FINISHED;
            }
            range = current;
            at = current.from();
            try {
                pages.begin(current);
            } catch (EngineException e) {
                throw WindowSource.explained(e);
            }
        }
        int stop = (int) Math.min(current.to(), (long) at + MORSEL_ROWS);
        while (at < stop) {
            driver.checkCancelled();
            int count = Math.min(pageRows, stop - at);
            scratch.reset();
            Page page = pages.page(at, count, scratch);
            at += count;
            if (at == current.to()) {
                range = null;
            }
            downstream.accept(page);
            if (!downstream.wantsMore()) {
                return Step.MORE;
            }
        }
        return Step.MORE;
    }

    @Override
    public void close() {
        pages.close();
        scratch.close();
    }
}
