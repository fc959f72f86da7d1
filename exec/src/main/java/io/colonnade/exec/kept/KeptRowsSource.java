package io.colonnade.exec.kept;

import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.KeptRowsNode;
import io.colonnade.exec.operator.state.StoredPages;
import io.colonnade.exec.spill.SpillReader;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The rows that were kept under a name, dealt to drivers in runs of pages, files whole.
public final class KeptRowsSource implements Source {
    private static final int RUN_PAGES = Page.BLOCK_ROWS / Page.ROWS_MAX;

    private final List<Run> runs = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    /// What one driver reads at a time.
    private sealed interface Run {
        /// The pages `from` to `to` of rows in memory.
        record Pages(StoredPages pages, int from, int to) implements Run {}

        /// A file from its start to its end.
        record Whole(KeptPart.InFile part) implements Run {}
    }

    public KeptRowsSource(KeptRowsNode node, KeptRows kept) {
        for (KeptPart part : kept.parts(node.kept(), node.generation())) {
            switch (part) {
                case KeptPart.InMemory memory -> {
                    StoredPages pages = new StoredPages(memory.rows());
                    int count = pages.count();
                    for (int from = 0; from < count; from += RUN_PAGES) {
                        runs.add(new Run.Pages(pages, from, Math.min(count, from + RUN_PAGES)));
                    }
                }
                case KeptPart.InFile file -> runs.add(new Run.Whole(file));
            }
        }
    }

    @Override
    public int driversMax() {
        return Math.max(1, runs.size());
    }

    @Override
    public Reader reader(DriverContext driver) {
        return new KeptReader(driver);
    }

    /// Takes one run after another.
    private final class KeptReader implements Reader {
        private final DriverContext driver;
        private final Scratch scratch;
        private final int pageRows;
        private @Nullable Run run;
        private @Nullable SpillReader file;
        private @Nullable Page page;
        private int pageNumber;
        private int row;

        KeptReader(DriverContext driver) {
            this.driver = driver;
            this.scratch = new Scratch(driver.memory());
            this.pageRows = driver.task().settings().pageRows();
        }

        @Override
        public Step next(Downstream downstream) {
            for (int passed = 0; passed < RUN_PAGES; ) {
                Page current = page;
                if (current == null) {
                    if (!begin()) {
                        return Step.FINISHED;
                    }
                    passed++;
                    continue;
                }
                int count = Math.min(pageRows, current.rows() - row);
                Page part = count == current.rows() ? current : current.select(range(row, count));
                row += count;
                if (row == current.rows()) {
                    page = null;
                }
                downstream.accept(part);
                if (!downstream.wantsMore()) {
                    return Step.MORE;
                }
            }
            return Step.MORE;
        }

        private static Selection range(int from, int count) {
            int[] positions = new int[count];
            for (int i = 0; i < count; i++) {
                positions[i] = from + i;
            }
            return new Selection(positions, count);
        }

        /// Brings up the next page; false if there is none.
        private boolean begin() {
            driver.checkCancelled();
            row = 0;
            while (true) {
                Run current = run;
                if (current == null) {
                    int number = next.getAndIncrement();
                    if (number >= runs.size()) {
                        return false;
                    }
                    current = runs.get(number);
                    run = current;
                    pageNumber = current instanceof Run.Pages pages ? pages.from() : 0;
                }
                page = switch (current) {
                    case Run.Pages pages -> fromMemory(pages);
                    case Run.Whole whole -> fromFile(whole);
                };
                if (page != null) {
                    return true;
                }
                run = null;
            }
        }

        private @Nullable Page fromMemory(Run.Pages pages) {
            if (pageNumber == pages.to()) {
                return null;
            }
            scratch.reset();
            return pages.pages().page(pageNumber++, scratch);
        }

        private @Nullable Page fromFile(Run.Whole whole) {
            SpillReader reader = file;
            if (reader == null) {
                reader = whole.part().file().reader(0, driver.memory());
                file = reader;
            }
            Page read = reader.next();
            if (read == null) {
                reader.close();
                file = null;
            }
            return read;
        }

        @Override
        public void close() {
            scratch.close();
            if (file != null) {
                file.close();
                file = null;
            }
        }
    }
}
