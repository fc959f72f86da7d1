package io.colonnade.coordinator.statement;

/// How a session wants its statements to run: rows of a page at most, drivers of a pipeline, and the memory that a
/// query may take on a node, Long.MAX_VALUE for all that the engine has; with `spill`, queries write to disk before
/// memory is short.
public record RunSettings(int pageRows, int threads, long memoryBytes, boolean spill) {}
