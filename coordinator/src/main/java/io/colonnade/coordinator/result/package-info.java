/// From pages to what a client reads: Arrow IPC frames in heap memory, at most a few ahead of the reader.
///
/// In: the pages of a query's root fragment, on pool threads. Out: frames, to the one thread that reads the result.
/// Read {@link io.colonnade.coordinator.result.ResultStream} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.coordinator.result;
