/// Reading segments: a scan opens a {@link io.colonnade.storage.segment.Segment} by its id at a
/// {@link io.colonnade.storage.segment.SegmentStore}, skips blocks by their zones and reads columns of whole blocks.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.segment;
