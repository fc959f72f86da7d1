package io.colonnade.coordinator.care;

import io.colonnade.storage.verify.Fault;
import org.jspecify.annotations.Nullable;

/// A fault and where it is; without `segment` it is one of the whole table on the node, without `node` of the whole
/// table.
public record Finding(@Nullable Integer node, @Nullable Long segment, Fault fault) {
    /// A fault of a whole table.
    public static Finding ofTable(Fault fault) {
        return new Finding(null, null, fault);
    }
}
