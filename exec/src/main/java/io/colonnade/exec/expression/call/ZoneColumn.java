package io.colonnade.exec.expression.call;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.temporal.TimeZones;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The zones that a column of text names, of which one row after another has mostly the same.
final class ZoneColumn {
    private final Column.Plain names;
    private String last = "";
    private ZoneId zone = ZoneOffset.UTC;

    ZoneColumn(Column.Plain names) {
        this.names = names;
    }

    ZoneId zone(int row) {
        String name = Lanes.text(names.values(), names.heap(), row);
        if (!name.equals(last)) {
            zone = TimeZones.named(name);
            last = name;
        }
        return zone;
    }
}
