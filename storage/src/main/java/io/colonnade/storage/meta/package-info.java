/// The catalog and the lists of segments: one deterministic state machine behind one log.
///
/// In: {@link io.colonnade.storage.meta.MetaCommand}. Out: {@link io.colonnade.core.catalog.CatalogSnapshot}. Read
/// {@link io.colonnade.storage.meta.MetaLog} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.meta;
