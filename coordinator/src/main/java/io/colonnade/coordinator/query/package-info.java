/// The life of a statement: from its text to its rows or its commit.
///
/// In: {@link io.colonnade.jdbc.service.StatementRequest}s of sessions. Out:
/// {@link io.colonnade.jdbc.service.StatementResult}s. Read {@link io.colonnade.coordinator.query.QueryExecution}
/// first.
@org.jspecify.annotations.NullMarked
package io.colonnade.coordinator.query;
