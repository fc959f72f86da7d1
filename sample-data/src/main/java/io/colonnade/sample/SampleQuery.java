package io.colonnade.sample;

/// A query of a sample schema.
///
/// @param name as the literature has it: `q2.1`, or `r3`
/// @param title what it asks, in one line
/// @param sql its text, without a semicolon
public record SampleQuery(String name, String title, String sql) {}
