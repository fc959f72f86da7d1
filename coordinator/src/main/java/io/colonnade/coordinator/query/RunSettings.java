package io.colonnade.coordinator.query;

/// How a session wants its statements to run: rows of a page at most, and drivers of a pipeline.
public record RunSettings(int pageRows, int threads) {}
