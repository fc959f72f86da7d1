package io.colonnade.core.memory;

/// Where the state of an operator goes on when its {@link MemoryShare} has no room: memory that the budget does not
/// count, since it is a file.
///
/// It is read and written like any other, only more slowly: fit for what is gone through in a few places at a time.
///
/// *Errors*: DISK_FULL and the like, from {@link #allocate} only. *Thread safety*: one thread.
@FunctionalInterface
public interface Overflow {
    /// At least `bytes` bytes.
    Buffer allocate(long bytes);
}
