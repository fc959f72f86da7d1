package io.colonnade.exec.operator.runtimefilter;

import io.colonnade.storage.segment.Zone;

/// The values that a key of a join's build side has, or a superset of them. Rows of the probe side with other values,
/// and with NULL, have no partner and can be dropped before they are read whole.
///
/// ```text
/// BitmapKeys   integers in a range: a bit for each value           exact
/// HashedKeys   integers far apart: a Bloom filter                  may let rows through
/// StringKeys   strings: looked up once per entry of a dictionary   exact
/// ```
///
/// *Thread safety*: read-only when made.
public sealed interface RuntimeFilter permits BitmapKeys, HashedKeys, StringKeys {
    /// Values, or rows of the build side where they were not counted: for ordering filters only.
    long keyCount();

    /// Whether exactly the rows with a partner pass.
    boolean isExact();

    /// Whether no row of a block with this zone passes.
    boolean excludes(Zone zone);

    /// Integer filters: whether a value passes. For single values; columns go through {@link FilterApplication}.
    boolean contains(long value);
}
