package io.colonnade.exec.operator.scan;

import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.expression.zone.Zone;
import io.colonnade.exec.expression.zone.ZoneCheck;
import io.colonnade.exec.expression.zone.ZoneMatch;
import io.colonnade.exec.operator.runtimefilter.FilterApplication;
import io.colonnade.exec.task.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the rows of a block that meet all conjuncts and pass all runtime filters, cheapest and most selective first.
///
/// ```text
/// 1. zones      the whole block may be out, or a conjunct met by all its rows
/// 2. runs       conditions on a column in runs, once per run: rows are left in few ranges
/// 3. conjuncts  on windows of 4096 rows, by measured selectivity; those that can fail come after the filters
/// 4. filters    on positions in the whole block, by measured selectivity
/// 5. deleted    rows leave, before what can fail is asked
/// ```
///
/// *Thread safety*: one thread.
final class RowFinder {
    private static final int WINDOW_ROWS = Page.ROWS_MAX;
    private static final int MEASURED_ONE_IN = 16;

    private final ScanNode node;
    private final List<Datum> parameters;
    private final List<BlockConjunct> conjuncts = new ArrayList<>();
    private final List<BlockConjunct> failing = new ArrayList<>();
    private final List<BlockFilter> filters;
    private final Figures figures;
    private final Scratch scratch;
    private final Runnable cancelCheck;
    private int[] positions = new int[0];
    private final int[] window = new int[WINDOW_ROWS];
    private final Column[] blanks;
    private final Map<List<BlockConjunct>, BlockConjunct> together = new HashMap<>();
    private int blockNumber;
    private final RowRanges ranges = new RowRanges();
    /// Whether the rows are in `positions` by now, and no longer in `ranges`.
    private boolean listed;
    private int count;

    RowFinder(
            ScanNode node,
            List<Datum> parameters,
            List<BlockFilter> filters,
            Figures figures,
            Scratch scratch,
            Runnable cancelCheck) {
        this.node = node;
        this.parameters = parameters;
        for (BlockConjunct conjunct : BlockConjunct.of(node.conjuncts(), parameters)) {
            (conjunct.canFail ? failing : conjuncts).add(conjunct);
        }
        this.filters = new ArrayList<>(filters);
        this.figures = figures;
        this.scratch = scratch;
        this.cancelCheck = cancelCheck;
        this.blanks = new Column[node.columns().size()];
        for (int i = 0; i < blanks.length; i++) {
            blanks[i] = new Column.Constant(node.columns().get(i).type(), WINDOW_ROWS, Datum.NULL);
        }
    }

    /// The rows found, ascending, unless they are all rows of the block.
    int[] positions() {
        return positions;
    }

    /// How many rows pass.
    int find(Block block) {
        if (block.deletedRows == block.rows || excluded(block)) {
            return 0;
        }
        figures.rowsIn += block.rows;
        if (positions.length < block.rows + FilterApplication.SLACK) {
            positions = new int[block.rows + FilterApplication.SLACK];
        }
        ranges.all(block.rows);
        listed = false;
        count = block.rows;
        narrowByRuns(block);
        applyConjuncts(block);
        applyFilters(block);
        dropDeleted(block);
        applyEach(block, failing);
        if (!listed && count < block.rows) {
            list();
        }
        return count;
    }

    private boolean excluded(Block block) {
        if (excludedByConjuncts(block, conjuncts) || excludedByConjuncts(block, failing)) {
            figures.blocksSkippedByZone++;
            return true;
        }
        for (BlockFilter filter : filters) {
            filter.done = false;
            if (filter.filter().excludes(block.zone(filter.column))) {
                figures.blocksSkippedByFilter++;
                return true;
            }
        }
        return false;
    }

    private boolean excludedByConjuncts(Block block, List<BlockConjunct> terms) {
        for (BlockConjunct conjunct : terms) {
            ZoneMatch match = ZoneCheck.match(conjunct.expression, parameters, column -> zone(block, column));
            if (match == ZoneMatch.NEVER) {
                return true;
            }
            conjunct.done = match == ZoneMatch.ALWAYS;
        }
        return false;
    }

    private static @Nullable Zone zone(Block block, int column) {
        io.colonnade.storage.segment.Zone stored = block.zone(column);
        return new Zone(stored.min(), stored.max(), stored.nullCount(), stored.rows());
    }

    private void narrowByRuns(Block block) {
        for (BlockFilter filter : filters) {
            if (filter.inRuns && count > 0 && block.column(filter.column) instanceof Column.Runs runs) {
                int before = count;
                count = ranges.keep(runs, filter.application.runs(runs));
                figures.rowsSkippedByFilter += before - count;
                filter.done = true;
            }
        }
        for (BlockConjunct conjunct : conjuncts) {
            if (conjunct.inRuns
                    && !conjunct.done
                    && count > 0
                    && block.column(conjunct.columns[0]) instanceof Column.Runs runs
                    && runs.runCount() <= WINDOW_ROWS) {
                count = ranges.keep(runs, runsThatPass(conjunct, runs));
                conjunct.done = true;
            }
        }
    }

    private byte[] runsThatPass(BlockConjunct conjunct, Column.Runs runs) {
        int length = runs.runCount();
        Column[] columns = blanks.clone();
        columns[conjunct.columns[0]] = runs.values();
        scratch.reset();
        Selection passed = conjunct.predicate.select(new Page(length, columns), scratch);
        byte[] marks = new byte[length];
        int passing = passed == null ? length : passed.count();
        for (int i = 0; i < passing; i++) {
            marks[passed == null ? i : passed.positions()[i]] = 1;
        }
        return marks;
    }

    /// All at once, which the loops behind are made for; now and then one by one, to see which lets least through.
    private void applyConjuncts(Block block) {
        List<BlockConjunct> due = new ArrayList<>();
        for (BlockConjunct conjunct : conjuncts) {
            if (!conjunct.done) {
                due.add(conjunct);
            }
        }
        if (due.size() < 2 || blockNumber++ % MEASURED_ONE_IN == 0) {
            applyEach(block, due);
            conjuncts.sort(Comparator.comparingDouble(term -> term.pass.rate()));
        } else if (count > 0) {
            apply(block, together.computeIfAbsent(due, terms -> BlockConjunct.all(terms, parameters)));
        }
    }

    private void applyEach(Block block, List<BlockConjunct> terms) {
        for (BlockConjunct conjunct : terms) {
            if (!conjunct.done && count > 0) {
                int before = count;
                if (conjunct.columns.length == 1) {
                    conjunct.inRuns = block.column(conjunct.columns[0]) instanceof Column.Runs;
                }
                apply(block, conjunct);
                conjunct.pass.add(before, count);
            }
        }
    }

    /// Tests the rows that are left, window by window, and lists those that pass.
    private void apply(Block block, BlockConjunct conjunct) {
        int kept = 0;
        if (listed) {
            int at = 0;
            while (at < count) {
                int from = positions[at] / WINDOW_ROWS * WINDOW_ROWS;
                int rows = 0;
                while (at < count && positions[at] < from + WINDOW_ROWS) {
                    window[rows++] = positions[at++] - from;
                }
                kept = test(block, conjunct, from, rows, kept);
            }
        } else {
            for (int range = 0; range < ranges.size(); range++) {
                int start = ranges.start(range);
                while (start < ranges.end(range)) {
                    int from = start / WINDOW_ROWS * WINDOW_ROWS;
                    int end = Math.min(ranges.end(range), from + WINDOW_ROWS);
                    int rows = -1;
                    if (start > from || end < Math.min(block.rows, from + WINDOW_ROWS)) {
                        rows = 0;
                        for (int row = start; row < end; row++) {
                            window[rows++] = row - from;
                        }
                    }
                    kept = test(block, conjunct, from, rows, kept);
                    start = end;
                }
            }
            listed = true;
        }
        count = kept;
    }

    /// Tests the first `rows` rows of `window`, all rows of the window if `rows` is -1, and appends those that pass.
    private int test(Block block, BlockConjunct conjunct, int from, int rows, int kept) {
        cancelCheck.run();
        int length = Math.min(WINDOW_ROWS, block.rows - from);
        Column[] columns = blanks.clone();
        scratch.reset();
        for (int column : conjunct.columns) {
            columns[column] = block.part(column, from, length, scratch);
        }
        Selection selection = rows < 0 ? null : new Selection(window, rows);
        Selection passed = conjunct.predicate.select(new Page(length, columns, selection), scratch);
        int n = kept;
        if (passed == null) {
            for (int row = from; row < from + length; row++) {
                positions[n++] = row;
            }
        } else {
            int[] found = passed.positions();
            int passing = passed.count();
            for (int i = 0; i < passing; i++) {
                positions[n + i] = from + found[i];
            }
            n += passing;
        }
        return n;
    }

    private void applyFilters(Block block) {
        if (filters.size() > 1) {
            filters.sort(Comparator.comparingDouble(filter -> filter.pass.rate()));
        }
        int before = count;
        for (BlockFilter filter : filters) {
            if (filter.done || count == 0) {
                continue;
            }
            int rows = count;
            Column column = block.column(filter.column);
            filter.inRuns = column instanceof Column.Runs;
            if (column instanceof Column.Runs runs && !listed) {
                count = ranges.keep(runs, filter.application.runs(runs));
            } else if (listed) {
                count = filter.application.positions(column, block.zone(filter.column), positions, count);
            } else {
                int kept = 0;
                for (int range = 0; range < ranges.size(); range++) {
                    kept = filter.application.range(
                            column, block.zone(filter.column), ranges.start(range), ranges.end(range), positions, kept);
                }
                count = kept;
                listed = true;
            }
            filter.pass.add(rows, count);
        }
        figures.rowsSkippedByFilter += before - count;
    }

    private void dropDeleted(Block block) {
        if (block.deletedRows == 0 || count == 0) {
            return;
        }
        if (!listed) {
            list();
        }
        long[] deleted = block.deletedBits();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            positions[kept] = row;
            kept += (int) (~(deleted[row / Long.SIZE] >>> row % Long.SIZE) & 1);
        }
        count = kept;
    }

    private void list() {
        int n = 0;
        for (int range = 0; range < ranges.size(); range++) {
            for (int row = ranges.start(range); row < ranges.end(range); row++) {
                positions[n++] = row;
            }
        }
        listed = true;
    }
}
