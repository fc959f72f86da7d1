/// The JDBC driver: `java.sql` on Avatica's classes, for URLs that begin with `jdbc:colonnade:`.
///
/// ```
/// EngineDriver -> Engines (ServiceLoader) -> EngineSession
///   EngineConnection -> EngineStatement | EnginePreparedStatement -> StatementRuns -> EngineSession.execute
///     StatementResult -> FrameCursor -> EngineResultSet
///   EngineDatabaseMetaData -> metadata.CatalogQueries -> RowsResult -> the same FrameCursor and EngineResultSet
/// ```
///
/// In: URLs, SQL text, parameters. Out: rows, counts, [java.sql.SQLException]s with SQLSTATE. Avatica gives the
/// skeleton of `java.sql`; what it refuses, loses or leaves undone (cancel, timeouts, java.time, microseconds,
/// SQLSTATEs, keys) is overridden here. Rows never pass through Avatica's Meta. Read [EngineDriver] first.
@NullMarked
package io.colonnade.jdbc;

import org.jspecify.annotations.NullMarked;
