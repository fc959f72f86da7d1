package io.colonnade.storage.image;

import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.storage.segment.Zone;

/// Zones of several blocks taken together.
final class Zones {
    private Zones() {}

    static Zone merge(Zone[] zones) {
        int rows = 0;
        int nulls = 0;
        Datum min = Datum.NULL;
        Datum max = Datum.NULL;
        for (Zone zone : zones) {
            rows = Math.addExact(rows, zone.rows());
            nulls += zone.nullCount();
            if (!zone.isAllNull()) {
                min = min.isNull() || DatumOrder.compare(zone.min(), min) < 0 ? zone.min() : min;
                max = max.isNull() || DatumOrder.compare(zone.max(), max) > 0 ? zone.max() : max;
            }
        }
        return Zone.of(rows, nulls, min, max);
    }
}
