/// Sorted streams of pages in, one sorted stream of pages out: rows that several nodes send, or several runs that a
/// sort
/// spilled. Read {@link io.colonnade.exec.merge.RowMerge}.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.merge;
