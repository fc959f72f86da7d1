package io.colonnade.exec.operator.runtimefilter;

import io.colonnade.exec.operator.state.StringTable;
import io.colonnade.storage.segment.Zone;

/// The strings of a key.
///
/// *Ownership*: the table belongs to the join.
public record StringKeys(StringTable strings) implements RuntimeFilter {
    @Override
    public long keyCount() {
        return strings.size();
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public boolean excludes(Zone zone) {
        return zone.isAllNull();
    }

    @Override
    public boolean contains(long value) {
        throw new IllegalArgumentException("an integer among strings");
    }
}
