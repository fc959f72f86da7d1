package io.colonnade.core.catalog;

import io.colonnade.core.type.Datum;

/// What is known of a column's values in a segment or a table: exact except for `distinctCount`, an estimate of the
/// distinct values (HyperLogLog). `min` and `max` are NULL if there is no value; those of strings are exact too.
public record ColumnStatistics(int columnId, Datum min, Datum max, long nullCount, double distinctCount) {}
