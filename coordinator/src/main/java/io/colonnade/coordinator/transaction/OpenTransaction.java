package io.colonnade.coordinator.transaction;

/// A transaction that a user began and has not ended, as it is now. `changes` counts its statements that changed
/// something; one that `failed` can only be rolled back.
public record OpenTransaction(
        long id, long connection, long beganMillis, boolean readOnly, boolean failed, long changes) {}
