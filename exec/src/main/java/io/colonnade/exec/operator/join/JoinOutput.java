package io.colonnade.exec.operator.join;

import io.colonnade.core.kernel.Bits;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.Gather;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the pages of a join: probe columns stay or are gathered, build columns are gathered in the narrow forms in
/// which the build side keeps them.
final class JoinOutput {
    private final JoinTable build;
    private final int probeColumns;
    private final int[] outputs;
    private final Scratch scratch;
    private final int[] physicalRows = new int[Page.ROWS_MAX];
    private final boolean hasBuildColumns;

    JoinOutput(JoinNode node, JoinTable build, Scratch scratch) {
        this.build = build;
        this.probeColumns = build.layout().probeTypes.size();
        this.outputs = node.outputs().stream().mapToInt(Integer::intValue).toArray();
        this.scratch = scratch;
        boolean found = false;
        for (int column : outputs) {
            found |= column >= probeColumns;
        }
        this.hasBuildColumns = found;
    }

    boolean hasBuildColumns() {
        return hasBuildColumns;
    }

    /// The selected rows with their output columns, all of them of the probe side.
    Page probeOnly(Page page, @Nullable Selection selection) {
        Column[] columns = new Column[outputs.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = page.column(outputs[i]);
        }
        return new Page(page.length(), columns, selection);
    }

    /// All rows of the page that count, with a mark for each; NULL where it is not set but `unknown`.
    Page marked(Page page, boolean[] marks, boolean @Nullable [] unknown) {
        Column[] columns = new Column[outputs.length];
        Column mark = null;
        for (int i = 0; i < columns.length; i++) {
            if (outputs[i] < probeColumns) {
                columns[i] = page.column(outputs[i]);
            } else {
                mark = mark == null ? mark(page, marks, unknown) : mark;
                columns[i] = mark;
            }
        }
        return new Page(page.length(), columns, page.selection());
    }

    private Column mark(Page page, boolean[] marks, boolean @Nullable [] unknown) {
        MemorySegment values = scratch.allocate(Bits.bytes(page.length()));
        values.fill((byte) 0);
        MemorySegment validity = null;
        if (unknown != null) {
            validity = scratch.allocate(Bits.bytes(page.length()));
            validity.fill((byte) -1);
        }
        for (int i = 0; i < page.rows(); i++) {
            if (marks[i]) {
                Lanes.setBit(values, page.position(i), true);
            } else if (validity != null && unknown != null && unknown[i]) {
                Lanes.setBit(validity, page.position(i), false);
            }
        }
        return new Column.Plain(Type.BOOLEAN, page.length(), values, validity, List.of());
    }

    /// Build rows without a partner, with NULLs for the probe columns.
    Page buildOnly(int[] buildRows, int count) {
        Column[] columns = new Column[outputs.length];
        for (int i = 0; i < columns.length; i++) {
            int column = outputs[i];
            columns[i] = column < probeColumns
                    ? new Column.Constant(build.layout().probeTypes.get(column), count, Datum.NULL)
                    : buildColumn(column - probeColumns, buildRows, count);
        }
        return new Page(count, columns);
    }

    /// The selected probe rows, each with the build row of the same number (-1: NULLs). Where most rows of the page
    /// are selected the selection stays, otherwise they are copied side by side.
    Page joined(Page page, @Nullable Selection selection, int[] buildRows) {
        if (!hasBuildColumns) {
            return probeOnly(page, selection);
        }
        if (selection == null) {
            return columns(page, null, null, buildRows, page.length());
        }
        int count = selection.count();
        if (count * 2 < page.length()) {
            return copied(page, selection, buildRows);
        }
        // Rows that do not count get the partner of a row that does, which is always safe to read.
        java.util.Arrays.fill(physicalRows, 0, page.length(), buildRows[0]);
        for (int i = 0; i < count; i++) {
            physicalRows[selection.positions()[i]] = buildRows[i];
        }
        return columns(page, null, selection, physicalRows, page.length());
    }

    /// Pairs of probe and build rows, side by side; probe rows may repeat.
    Page copied(Page page, Selection probeRows, int[] buildRows) {
        return columns(page, probeRows, null, buildRows, probeRows.count());
    }

    private Page columns(
            Page page, @Nullable Selection gathered, @Nullable Selection kept, int[] buildRows, int length) {
        Column[] columns = new Column[outputs.length];
        for (int i = 0; i < columns.length; i++) {
            int column = outputs[i];
            columns[i] = column < probeColumns
                    ? Gather.column(page.column(column), gathered, scratch)
                    : buildColumn(column - probeColumns, buildRows, length);
        }
        return new Page(length, columns, kept);
    }

    /// Pairs as the residual condition sees them: columns that it does not read are blank.
    Page pairs(Page page, Selection probeRows, int[] buildRows) {
        int count = probeRows.count();
        JoinLayout layout = build.layout();
        Column[] columns = new Column[probeColumns + layout.buildTypes.size()];
        for (int i = 0; i < columns.length; i++) {
            Type type = i < probeColumns ? layout.probeTypes.get(i) : layout.buildTypes.get(i - probeColumns);
            if (!layout.residualColumns.contains(i)) {
                columns[i] = new Column.Constant(type, count, Datum.NULL);
            } else if (i < probeColumns) {
                columns[i] = Gather.rows(page.column(i), probeRows, scratch);
            } else {
                columns[i] = buildColumn(i - probeColumns, buildRows, count);
            }
        }
        return new Page(count, columns);
    }

    private Column buildColumn(int position, int[] rows, int count) {
        Column stored = build.column(build.layout().keptIndex[position]);
        int absent = 0;
        for (int i = 0; i < count; i++) {
            absent += rows[i] >>> 31;
        }
        if (absent == 0) {
            return Gather.rows(stored, new Selection(rows, count), scratch);
        }
        if (absent == count) {
            return new Column.Constant(stored.type(), count, Datum.NULL);
        }
        int[] safe = new int[count];
        for (int i = 0; i < count; i++) {
            safe[i] = Math.max(0, rows[i]);
        }
        return withNulls(Gather.rows(stored, new Selection(safe, count), scratch), rows, count);
    }

    /// The same values, NULL where there is no row.
    private Column withNulls(Column column, int[] rows, int count) {
        MemorySegment validity = scratch.allocate(Bits.bytes(count));
        Column source = column instanceof Column.Constant || column instanceof Column.Runs
                ? Flatten.plain(column, null, scratch)
                : column;
        for (int i = 0; i < count; i++) {
            Lanes.setBit(validity, i, rows[i] >= 0 && !source.isNull(i));
        }
        return switch (source) {
            case Column.Plain c -> new Column.Plain(c.type(), count, c.values(), validity, c.heap());
            case Column.Narrow c -> new Column.Narrow(c.type(), count, c.base(), c.width(), c.offsets(), validity);
            case Column.Dictionaried c ->
                new Column.Dictionaried(c.type(), count, c.width(), c.codes(), validity, c.dictionary());
            case Column.Constant c -> throw new IllegalStateException("flattened");
            case Column.Runs c -> throw new IllegalStateException("flattened");
        };
    }
}
