/// The tables of TPC-H, with the rows of the TPC's own generator.
///
/// A scale comes in; [io.colonnade.sample.table.SampleTable]s go out. Read
/// [io.colonnade.sample.tpch.TpchTables] first.
@org.jspecify.annotations.NullMarked
package io.colonnade.sample.tpch;
