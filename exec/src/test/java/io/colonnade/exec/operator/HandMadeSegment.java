package io.colonnade.exec.operator;

import io.colonnade.core.page.Column;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.core.type.Type;
import io.colonnade.exec.random.RandomData;
import io.colonnade.storage.segment.Segment;
import io.colonnade.storage.segment.Zone;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A segment of columns in any forms; column ids are positions.
public final class HandMadeSegment implements Segment {
    private final long id;
    private final List<Column[]> blocks = new ArrayList<>();
    private final List<Zone[]> zones = new ArrayList<>();

    public HandMadeSegment(long id) {
        this.id = id;
    }

    public void block(Column[] columns, Zone[] blockZones) {
        blocks.add(columns);
        zones.add(blockZones);
    }

    /// A block of random forms with exact zones.
    void block(RandomData data, List<Type> types, List<List<Datum>> rows) {
        Column[] columns = new Column[types.size()];
        Zone[] blockZones = new Zone[types.size()];
        for (int c = 0; c < columns.length; c++) {
            int column = c;
            List<Datum> values = rows.stream().map(row -> row.get(column)).toList();
            columns[c] = data.column(types.get(c), values);
            List<Datum> present =
                    values.stream().filter(value -> !value.isNull()).toList();
            blockZones[c] = Zone.of(
                    values.size(),
                    values.size() - present.size(),
                    present.stream().min(DatumOrder::compare).orElse(Datum.NULL),
                    present.stream().max(DatumOrder::compare).orElse(Datum.NULL));
        }
        block(columns, blockZones);
    }

    Column[] columns(int block) {
        return blocks.get(block);
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public long rowCount() {
        return blocks.stream().mapToLong(columns -> columns[0].length()).sum();
    }

    @Override
    public int blockCount() {
        return blocks.size();
    }

    @Override
    public int blockRows(int block) {
        return blocks.get(block)[0].length();
    }

    @Override
    public boolean has(int columnId) {
        return !blocks.isEmpty() && columnId < blocks.getFirst().length;
    }

    @Override
    public Column column(int columnId, int block) {
        return blocks.get(block)[columnId];
    }

    @Override
    public Zone zone(int columnId, int block) {
        return zones.get(block)[columnId];
    }

    @Override
    public Zone zone(int columnId) {
        int rows = 0;
        int nulls = 0;
        List<Datum> ends = new ArrayList<>();
        for (Zone[] block : zones) {
            rows += block[columnId].rows();
            nulls += block[columnId].nullCount();
            if (!block[columnId].isAllNull()) {
                ends.add(block[columnId].min());
                ends.add(block[columnId].max());
            }
        }
        return Zone.of(
                rows,
                nulls,
                ends.stream().min(DatumOrder::compare).orElse(Datum.NULL),
                ends.stream().max(DatumOrder::compare).orElse(Datum.NULL));
    }

    @Override
    public Column.@Nullable Plain dictionary(int columnId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long columnBytes(int columnId, int block) {
        return 1;
    }
}
