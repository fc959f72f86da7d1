/// The loops that touch values: static, one for each layout, width or operator, over the memory of whole columns.
/// Columns and positions come in, columns, bitmaps and positions go out; the SQL meaning is decided by the callers in
/// `exec.expression`. Here are masks, bitmaps and moving rows; numbers, text, the calendar and filters have packages
/// of their own. Read {@link io.colonnade.exec.kernel.Gather} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.kernel;
