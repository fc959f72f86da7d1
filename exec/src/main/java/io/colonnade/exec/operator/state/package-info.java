/// What operators keep of the pages that pass: copies of rows, key values as 64-bit words, distinct strings, all in
/// accounted memory. Columns come in; columns, words and row numbers go out. Read
/// {@link io.colonnade.exec.operator.state.RowStore} and {@link io.colonnade.exec.operator.state.KeyWords} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.operator.state;
