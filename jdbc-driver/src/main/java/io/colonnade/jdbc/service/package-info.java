/// The door between the JDBC driver and whatever answers its statements.
///
/// The driver owns these types and imports no engine; the engine implements [EngineProvider], [EngineSession] and
/// [StatementResult] and names its provider in `META-INF/services/io.colonnade.jdbc.service.EngineProvider`.
///
/// In: a parsed [ConnectionUrl], SQL text and Java parameter values. Out: column descriptions and rows as Arrow IPC
/// frames in heap buffers, or an [EngineFailure]. Nothing off-heap and no Arrow memory class crosses this door, so the
/// same driver serves an engine in this JVM and one behind a socket, and it needs no JVM flags.
///
/// Read [EngineProvider] first, then [EngineSession], then [StatementResult].
@NullMarked
package io.colonnade.jdbc.service;

import org.jspecify.annotations.NullMarked;
