package io.colonnade.exec.operator.flow;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.GroupingSetsNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.Operator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Passes each page on once for each grouping set. Nothing is copied: keys that are not in the set are one NULL.
///
/// *Thread safety*: one thread at a time.
public final class GroupingSetsOperator implements Operator {
    private final GroupingSetsNode node;
    private final List<Type> types;
    private final boolean[][] inSet;
    private @Nullable Page current;
    private int next;

    public GroupingSetsOperator(GroupingSetsNode node) {
        this.node = node;
        this.types = node.outputTypes();
        this.inSet = new boolean[node.sets().size()][node.keys().size()];
        for (int set = 0; set < inSet.length; set++) {
            for (int key : node.sets().get(set)) {
                inSet[set][key] = true;
            }
        }
    }

    @Override
    public void accept(Page page, Downstream downstream) {
        current = page;
        next = 0;
        resume(downstream);
    }

    @Override
    public boolean hasMore() {
        return current != null;
    }

    @Override
    public void resume(Downstream downstream) {
        Page page = current;
        while (page != null) {
            if (next == inSet.length) {
                current = null;
                return;
            }
            downstream.accept(repeated(page, next++));
            if (next < inSet.length && !downstream.wantsMore()) {
                return;
            }
        }
    }

    private Page repeated(Page page, int set) {
        int width = page.columnCount();
        Column[] columns = new Column[types.size()];
        System.arraycopy(page.columns(), 0, columns, 0, width);
        for (int key = 0; key < inSet[set].length; key++) {
            columns[width + key] = inSet[set][key]
                    ? page.column(node.keys().get(key))
                    : new Column.Constant(types.get(width + key), page.length(), Datum.NULL);
        }
        columns[node.setColumn()] = new Column.Constant(Type.INTEGER, page.length(), Datum.of((long) set));
        columns[node.countsColumn()] = new Column.Constant(Type.BOOLEAN, page.length(), Datum.TRUE);
        return new Page(page.length(), columns, page.selection());
    }

    @Override
    public void finish(Downstream downstream) {
        for (int set = 0; set < inSet.length; set++) {
            if (node.sets().get(set).isEmpty()) {
                Column[] columns = new Column[types.size()];
                for (int i = 0; i < columns.length; i++) {
                    Datum value = i == node.setColumn() ? Datum.of((long) set) : Datum.NULL;
                    columns[i] = new Column.Constant(types.get(i), 1, value);
                }
                downstream.accept(new Page(1, columns));
            }
        }
    }
}
