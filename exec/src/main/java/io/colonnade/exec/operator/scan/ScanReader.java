package io.colonnade.exec.operator.scan;

import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.kernel.Gather;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Figures;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads blocks for one driver: finds the rows that pass, then passes their output columns on.
///
/// ```text
/// all rows pass          slices of the block's columns
/// many of a window pass  slices with a selection
/// few pass               their values side by side, pages filled from the whole block
/// ```
///
/// The last is what keeps the operators behind busy with full pages when one row in a hundred passes.
final class ScanReader implements Source.Reader {
    /// From this share of passing rows on, rows are selected instead of copied.
    private static final int COPY_BELOW_ONE_IN = 2;

    private final ScanSource source;
    private final ScanNode node;
    private final RowFinder finder;
    private final Figures figures;
    private final Scratch scratch;
    private final int pageRows;
    private final int[] outputs;
    private final int[] pagePositions;
    private @Nullable Block block;
    /// Rows that pass in the block at hand; all of them if they are as many as the block has.
    private int found;
    private int next;

    ScanReader(
            ScanSource source, ScanNode node, List<Datum> parameters, List<BlockFilter> filters, DriverContext driver) {
        this.source = source;
        this.node = node;
        this.figures = driver.figures(node.id());
        this.scratch = new Scratch(driver.memory());
        this.finder = new RowFinder(node, parameters, filters, figures, scratch, driver::checkCancelled);
        this.pageRows = driver.task().settings().pageRows();
        this.outputs = node.outputs().stream().mapToInt(Integer::intValue).toArray();
        this.pagePositions = new int[pageRows];
    }

    @Override
    public Step next(Downstream downstream) {
        Block current = block;
        if (current == null) {
            ScanSource.Morsel morsel = source.take();
            if (morsel == null) {
                return Step.FINISHED;
            }
            current = new Block(node, morsel.segment(), morsel.block(), figures);
            figures.blocks++;
            found = finder.find(current);
            next = 0;
            block = current;
        }
        boolean goOn = found == 0 || push(current, downstream);
        if (goOn) {
            block = null;
        }
        return Step.MORE;
    }

    /// False if it stopped before the end of the block because downstream wants no more for now.
    private boolean push(Block current, Downstream downstream) {
        if (found == current.rows) {
            while (next < current.rows) {
                int length = Math.min(pageRows, current.rows - next);
                scratch.reset();
                downstream.accept(slice(current, next, length, null));
                next += length;
                if (next < current.rows && !downstream.wantsMore()) {
                    return false;
                }
            }
            return true;
        }
        int[] positions = finder.positions();
        boolean copy = found < current.rows / COPY_BELOW_ONE_IN || pageRows < 64;
        while (next < found) {
            scratch.reset();
            next += copy ? pushCopied(current, positions, downstream) : pushSelected(current, positions, downstream);
            if (next < found && !downstream.wantsMore()) {
                return false;
            }
        }
        return true;
    }

    private int pushCopied(Block current, int[] positions, Downstream downstream) {
        int count = Math.min(pageRows, found - next);
        System.arraycopy(positions, next, pagePositions, 0, count);
        Selection rows = new Selection(pagePositions, count);
        Column[] columns = new Column[outputs.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = Gather.rows(current.column(outputs[i]), rows, scratch);
        }
        downstream.accept(new Page(count, columns));
        return count;
    }

    /// A window of rows as it lies in the block, with a selection of those that pass.
    private int pushSelected(Block current, int[] positions, Downstream downstream) {
        int width = pageRows / 64 * 64;
        int from = positions[next] / width * width;
        int length = Math.min(width, current.rows - from);
        int count = 0;
        while (next + count < found && positions[next + count] < from + length) {
            pagePositions[count] = positions[next + count] - from;
            count++;
        }
        Selection rows = count == length ? null : new Selection(pagePositions, count);
        downstream.accept(slice(current, from, length, rows));
        return count;
    }

    private Page slice(Block current, int from, int length, @Nullable Selection rows) {
        Column[] columns = new Column[outputs.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = current.part(outputs[i], from, length, scratch);
        }
        return new Page(length, columns, rows);
    }

    @Override
    public void close() {
        scratch.close();
        Arrays.fill(pagePositions, 0);
    }
}
