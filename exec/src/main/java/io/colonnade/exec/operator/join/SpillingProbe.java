package io.colonnade.exec.operator.join;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Operator;
import java.util.Arrays;

/// Sets the probe rows of a spilled join aside, by the partitions of its build side.
///
/// | a row | INNER, SEMI, BUILD_* | LEFT, FULL, SINGLE, ANTI, MARK | NULL_AWARE_ANTI |
/// |---|---|---|---|
/// | with a NULL key | drops | passes at once | drops, unless the build side is empty |
/// | in a partition without build rows | drops | passes at once | passes at once |
/// | any other | is set aside | is set aside | is set aside |
///
/// NULL_AWARE_MARK sets all rows aside, in one partition, unless the build side is empty.
///
/// *Thread safety*: one per driver.
final class SpillingProbe implements Operator {
    private final JoinNode node;
    private final JoinBuild build;
    private final JoinLayout layout;
    private final SpilledJoin spilled;
    private final PartitionWriter writer;
    private final boolean[] partitionHasRows;
    private final boolean[] nulls = new boolean[Page.ROWS_MAX];
    private final boolean[] alone = new boolean[Page.ROWS_MAX];
    private final int[] positions = new int[Page.ROWS_MAX];

    SpillingProbe(JoinNode node, JoinBuild build, SpilledJoin spilled, DriverContext driver) {
        this.node = node;
        this.build = build;
        this.layout = build.layout();
        this.spilled = spilled;
        this.partitionHasRows = new boolean[spilled.partitions];
        for (int p = 0; p < partitionHasRows.length; p++) {
            partitionHasRows[p] = spilled.buildRows(p) > 0;
        }
        this.writer = spilled.probeWriter(driver.figures(node.id()));
    }

    @Override
    public boolean wantsMore() {
        return build.canMatter();
    }

    @Override
    public void accept(Page page, Downstream downstream) {
        if (!wantsMore()) {
            return;
        }
        Arrays.fill(alone, 0, page.length(), false);
        Page present = withoutNulls(page);
        if (present.rows() > 0) {
            setAside(present);
        }
        passAlone(page, downstream);
    }

    private boolean passesAlone() {
        return !node.kind().needsPartner();
    }

    /// The rows without NULL keys; the others are noted as alone where that means that they pass.
    private Page withoutNulls(Page page) {
        if (node.kind() == JoinKind.NULL_AWARE_MARK) {
            return page;
        }
        Page rest = page;
        boolean nullsPass = passesAlone() && (node.kind() != JoinKind.NULL_AWARE_ANTI || build.rows() == 0);
        for (int key : node.probeKeys()) {
            if (!Decode.nulls(page.column(key), rest.selection(), nulls)) {
                continue;
            }
            int count = 0;
            int[] present = new int[rest.rows()];
            for (int i = 0; i < rest.rows(); i++) {
                int position = rest.position(i);
                alone[position] = nulls[i] && nullsPass;
                present[count] = position;
                count += nulls[i] ? 0 : 1;
            }
            rest = page.select(new Selection(present, count));
        }
        return rest;
    }

    private void setAside(Page page) {
        Column[] columns = new Column[layout.probeKept.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = page.column(layout.probeKept[i]);
        }
        Page kept = new Page(page.length(), columns, page.selection());
        writer.split(kept);
        for (int p = 0; p < partitionHasRows.length; p++) {
            if (writer.rows(p) == 0) {
                continue;
            }
            if (partitionHasRows[p]) {
                writer.write(p, kept);
            } else if (passesAlone()) {
                Page part = writer.part(kept, p);
                for (int i = 0; i < part.rows(); i++) {
                    alone[part.position(i)] = true;
                }
            }
        }
    }

    private void passAlone(Page page, Downstream downstream) {
        int count = 0;
        for (int row = 0; row < page.length(); row++) {
            positions[count] = row;
            count += alone[row] ? 1 : 0;
        }
        if (count == 0) {
            return;
        }
        Column[] columns = new Column[node.outputs().size()];
        for (int i = 0; i < columns.length; i++) {
            int column = node.outputs().get(i);
            if (column >= layout.probeTypes.size() + layout.buildTypes.size()) {
                columns[i] = new Column.Constant(Type.BOOLEAN, page.length(), Datum.FALSE);
            } else if (column < layout.probeTypes.size()) {
                columns[i] = page.column(column);
            } else {
                Type type = layout.buildTypes.get(column - layout.probeTypes.size());
                columns[i] = new Column.Constant(type, page.length(), Datum.NULL);
            }
        }
        Selection selection = count == page.length() ? null : new Selection(positions, count);
        downstream.accept(new Page(page.length(), columns, selection));
    }

    @Override
    public void finish(Downstream downstream) {
        spilled.addProbe(writer.finish());
    }

    @Override
    public void close() {
        writer.close();
    }
}
