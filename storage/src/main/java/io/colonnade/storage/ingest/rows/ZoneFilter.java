package io.colonnade.storage.ingest.rows;

import io.colonnade.storage.segment.Zone;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Tells which parts of a file are not worth reading.
///
/// *Thread safety*: any thread.
@FunctionalInterface
public interface ZoneFilter {
    /// Takes all parts.
    ZoneFilter ALL = zones -> true;

    /// Whether rows may be wanted whose columns have these ranges, by position in the file scan; null is not known.
    boolean mayMatch(IntFunction<@Nullable Zone> zones);
}
