package io.colonnade.exec.operator.sort;

import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.exec.merge.RowMerge;
import io.colonnade.exec.spill.SpillFile;
import io.colonnade.exec.spill.SpillReader;
import io.colonnade.exec.spill.SpillWriter;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Figures;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of spilled runs in order.
///
/// ```text
/// runs 0 1 2 3 4 5 6    too many for the memory there is: the first few become one run, which goes to the end
/// runs 4 5 6 (0-3)      few enough: merged, rows go downstream
/// ```
final class SpilledSortReader implements Source.Reader {
    private static final int MORSEL_PAGES = Page.BLOCK_ROWS / Page.ROWS_MAX;
    private static final int MERGED_RUNS_MIN = 2;
    private static final long SCRATCH_BYTES = 32 * 1024;

    private final SpilledRuns runs;
    private final DriverContext driver;
    private final Figures figures;
    private final int pageRows;
    private long skip;
    private long left;
    private @Nullable Merging merging;
    private boolean last;

    /// Of all rows, those from `offset` on, at most `limit`.
    SpilledSortReader(SpilledRuns runs, long offset, long limit, int nodeId, DriverContext driver) {
        this.runs = runs;
        this.skip = offset;
        this.left = limit;
        this.driver = driver;
        this.figures = driver.figures(nodeId);
        this.pageRows = Math.min(driver.task().settings().pageRows(), runs.pageRows());
    }

    /// Some runs being merged into a new run, or into what goes downstream.
    private final class Merging implements AutoCloseable {
        final List<SpillFile> files = new ArrayList<>();
        final List<SpillReader> readers = new ArrayList<>();
        final RowMerge merge;

        @Nullable
        SpillWriter target;

        Merging(List<SpillFile> files) {
            this.files.addAll(files);
            files.forEach(file -> readers.add(file.reader(0, runs.share().pool())));
            this.merge = new RowMerge(
                    runs.types, runs.keys, files.size(), runs.share().pool());
        }

        /// The next rows in order, null after the last.
        @Nullable
        Page next() {
            for (int stream = merge.wanting(); stream >= 0; stream = merge.wanting()) {
                Page page = readers.get(stream).next();
                if (page == null) {
                    merge.end(stream);
                } else {
                    merge.show(stream, page);
                }
            }
            return merge.isFinished() ? null : merge.next(pageRows);
        }

        @Override
        public void close() {
            merge.close();
            readers.forEach(SpillReader::close);
            files.forEach(SpillFile::close);
            if (target != null) {
                target.close();
            }
        }
    }

    /// What a run takes: a block, and the plain copy of a page in a scratch of its own.
    private long mergeBytes(SpillFile run) {
        return 3 * run.readerBytes(0) + 2 * runs.plainPageBytes() + SCRATCH_BYTES;
    }

    @Override
    public Step next(Downstream downstream) {
        Merging current = merging;
        if (current == null) {
            current = begin();
        }
        for (int pages = 0; pages < MORSEL_PAGES; pages++) {
            driver.checkCancelled();
            Page page = left == 0 ? null : current.next();
            if (page == null) {
                return end(current);
            }
            if (current.target != null) {
                current.target.append(0, page);
            } else if (!pass(page, downstream)) {
                break;
            }
        }
        return Step.MORE;
    }

    private Merging begin() {
        int count = runs.count();
        List<SpillFile> taken = new ArrayList<>();
        long room = runs.share().roomBytes() - 2 * runs.plainPageBytes() - SCRATCH_BYTES;
        for (int i = 0; i < count; i++) {
            SpillFile run = runs.takeFirst();
            if (run == null) {
                break;
            }
            long bytes = mergeBytes(run);
            if (i >= MERGED_RUNS_MIN && bytes > room) {
                runs.addFirst(run);
                break;
            }
            room -= bytes;
            taken.add(run);
        }
        Merging begun = new Merging(taken);
        merging = begun;
        last = taken.size() == count;
        if (!last) {
            begun.target = runs.writer(figures);
        }
        return begun;
    }

    private Step end(Merging ended) {
        if (ended.target != null) {
            runs.add(ended.target.finish());
        }
        ended.close();
        merging = null;
        return last ? Step.FINISHED : Step.MORE;
    }

    /// False when downstream wants no more for now.
    private boolean pass(Page page, Downstream downstream) {
        int from = (int) Math.min(skip, page.rows());
        int count = (int) Math.min(left, page.rows() - from);
        skip -= from;
        if (count == 0) {
            return true;
        }
        left -= count;
        if (count == page.rows()) {
            downstream.accept(page);
        } else {
            int[] positions = new int[count];
            for (int i = 0; i < count; i++) {
                positions[i] = from + i;
            }
            downstream.accept(page.select(new Selection(positions, count)));
        }
        return downstream.wantsMore();
    }

    @Override
    public void close() {
        if (merging != null) {
            merging.close();
            merging = null;
        }
    }
}
