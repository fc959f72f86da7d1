package io.colonnade.storage.meta;

/// What a command came to: the version of the snapshot after it and, for {@link MetaCommand.ReserveIds}, the first of
/// the reserved ids (0 otherwise).
public record MetaResult(long version, long firstId) {}
