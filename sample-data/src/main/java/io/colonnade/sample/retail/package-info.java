/// A snowflake schema of a retail chain: sales of products in stores, with hierarchies in tables of their own.
///
/// ```
/// sales -> product -> category -> department
///       -> store -> city -> region
///       -> shopper,  calendar
/// ```
///
/// In come scale and seed; out go the tables. Read [RetailTables] first. Beside the shape, the data exercise what the
/// Star Schema Benchmark lacks: decimals, dates, timestamps, booleans, NULLs, text outside of ASCII, skew, and facts
/// that arrive in the order of time. The table of customers is called `shopper`, so that both schemas fit in a
/// database.
@org.jspecify.annotations.NullMarked
package io.colonnade.sample.retail;
