/// Ordering: pages come in and are kept whole, pages in order go out; for the first n rows only candidates are kept.
/// Read {@link io.colonnade.exec.operator.sort.SortSink} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.operator.sort;
