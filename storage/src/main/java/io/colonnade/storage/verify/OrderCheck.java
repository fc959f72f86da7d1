package io.colonnade.storage.verify;

import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.page.Column;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// That the rows of a segment lie in the order of the sort key. *Threads*: one.
final class OrderCheck {
    private final TableDefinition table;
    private final StoredSegment stored;
    private final Faults faults;
    /// The key of the row before; empty if there is none, or it could not be read.
    private List<Datum> last = List.of();

    OrderCheck(TableDefinition table, StoredSegment stored, Faults faults) {
        this.table = table;
        this.stored = stored;
        this.faults = faults;
    }

    /// The next rows, by column id; columns that could not be read are missing.
    void add(Map<Integer, Column.Plain> page, int firstRow, int rows) {
        List<Column.Plain> keys = new ArrayList<>();
        for (int columnId : table.sortKey()) {
            Column.Plain key = page.get(columnId);
            if (key == null) {
                last = List.of();
                return;
            }
            keys.add(key);
        }
        if (!last.isEmpty() && compare(last, key(keys, 0)) > 0) {
            unordered(firstRow);
        }
        for (int row = 1; row < rows; row++) {
            if (compare(keys, row) > 0) {
                unordered(firstRow + row);
            }
        }
        last = key(keys, rows - 1);
    }

    private static int compare(List<Column.Plain> keys, int row) {
        int order = 0;
        for (int i = 0; order == 0 && i < keys.size(); i++) {
            order = Values.compare(keys.get(i), row - 1, row);
        }
        return order;
    }

    private static int compare(List<Datum> left, List<Datum> right) {
        int order = 0;
        for (int i = 0; order == 0 && i < left.size(); i++) {
            order = DatumOrder.compare(left.get(i), right.get(i));
        }
        return order;
    }

    private static List<Datum> key(List<Column.Plain> keys, int row) {
        return keys.stream().map(key -> key.datum(row)).toList();
    }

    private void unordered(int row) {
        faults.add(
                Check.ORDER,
                "",
                1,
                () -> "row " + row + " of " + stored.imageName()
                        + " comes before the one in front of it by the sort key" + " of " + table.name()
                        + "; copy the table's rows to a file by COPY TO and load them anew");
    }
}
