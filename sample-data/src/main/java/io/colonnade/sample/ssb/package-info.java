/// The Star Schema Benchmark of O'Neil, O'Neil and Chen: its five tables at any scale.
///
/// In come scale and seed; out go the tables. Read [SsbTables] first; [SsbWords] holds the domains.
///
/// The layout, counts and domains follow the specification (revision 3); the key structure of orders (sparse keys, one
/// customer in three without orders, order dates that end 151 days before the last day) is that of TPC-H, from which
/// the benchmark is derived. The random values are our own, so rows differ from those of the authors' program. Where
/// that program and the calendar differ - day names, the last day of 1998, weeks, holidays - the calendar wins.
@org.jspecify.annotations.NullMarked
package io.colonnade.sample.ssb;
