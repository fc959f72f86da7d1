package io.colonnade.exec.expression.zone;

import io.colonnade.core.type.Datum;

/// What is known of a column in a segment or block: its least and greatest value (NULL if there is none) and how many
/// of its rows are NULL.
public record Zone(Datum min, Datum max, long nullCount, long rowCount) {}
