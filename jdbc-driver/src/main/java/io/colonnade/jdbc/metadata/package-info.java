/// The result sets of `DatabaseMetaData`, made from the engine's catalog.
///
/// In: [io.colonnade.jdbc.service.TableDescription]s, all from one snapshot, and the caller's patterns. Out:
/// [io.colonnade.jdbc.frame.RowsResult]s with exactly the columns, in the order, that `java.sql` prescribes. Read
/// [CatalogQueries]; [MetadataShape] lists the columns.
@NullMarked
package io.colonnade.jdbc.metadata;

import org.jspecify.annotations.NullMarked;
