package io.colonnade.storage.image;

import io.colonnade.core.type.Datum;
import io.colonnade.storage.segment.Zone;

/// A block of a column: its form, where its bytes lie in the column, their CRC-32C, and its zone.
record BlockEntry(
        int rows, BlockForm form, long offset, long bytes, int checksum, int nullCount, Datum min, Datum max) {
    Zone zone() {
        return Zone.of(rows, nullCount, min, max);
    }
}
