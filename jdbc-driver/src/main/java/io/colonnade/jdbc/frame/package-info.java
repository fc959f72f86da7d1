/// Rows between Arrow IPC frames in heap buffers and JDBC getters.
///
/// ```
/// StatementResult.nextFrame -> FrameReader -> RecordFrame -> ColumnAccessor <- FrameCursor <- ResultSet.getX
/// Java rows -> FrameWriter -> RowsResult (metadata and other small results, the same path from there on)
/// ```
///
/// In: frames as [io.colonnade.jdbc.service.StatementResult] defines them. Out: a cursor of Avatica whose accessors
/// read the column buffers where they lie; nothing is boxed or copied before a getter asks. Only Arrow's generated
/// flatbuffer classes are used: no Arrow memory, no flags. Read [FrameReader], then [FrameCursor].
@NullMarked
package io.colonnade.jdbc.frame;

import org.jspecify.annotations.NullMarked;
