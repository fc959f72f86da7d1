package io.colonnade.storage.verify;

/// Something that is not as it should be: how many rows are concerned (0 if that means nothing), and what is wrong
/// and what to do about it, with the file or segment by name.
public record Fault(Check check, long rows, String detail) {}
