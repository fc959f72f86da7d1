/// What files hold that nobody described: their columns and types, by a sample of their rows or by their footer.
///
/// In: paths. Out: a {@link io.colonnade.core.plan.FileTable}. Read {@link
/// io.colonnade.storage.ingest.sniff.FileTables} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.ingest.sniff;
