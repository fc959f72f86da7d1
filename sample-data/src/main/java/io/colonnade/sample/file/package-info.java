/// Sample tables as files: several per big table, written in parallel, kept and reused.
///
/// In come [io.colonnade.sample.table.SampleTable]s; out goes a [DataFolder], a directory whose manifest says what it
/// holds. Read [FolderWriter] first; [DelimitedSink] and [ParquetSink] are the two ways to write a row.
@org.jspecify.annotations.NullMarked
package io.colonnade.sample.file;
