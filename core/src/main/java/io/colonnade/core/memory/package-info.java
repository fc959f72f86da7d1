/// Accounted off-heap memory: every byte that grows with data is reserved here before it is used. Read
/// {@link io.colonnade.core.memory.MemoryPool} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.core.memory;
