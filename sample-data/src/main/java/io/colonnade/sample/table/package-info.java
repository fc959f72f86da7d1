/// The words that generators and file writers exchange: a table, its columns, and rows as a stream of typed fields.
///
/// In comes nothing; out go [SampleTable]s, whose rows any chunk-wise caller can produce into a [RowSink].
/// Read [SampleTable] first.
@org.jspecify.annotations.NullMarked
package io.colonnade.sample.table;
