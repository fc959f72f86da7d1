/// Records as bytes: plans, tasks, commands of the metadata log and messages between nodes all go through
/// {@link io.colonnade.core.codec.RecordCodec}.
///
/// Bytes may come from a broken disk or wire: what is no record is a
/// {@link io.colonnade.core.codec.MalformedBytesException}, at a price of at most 512 KiB and 64 bytes of heap for each
/// byte of input ({@link io.colonnade.core.codec.RecordCodec#allocationMax}); a test with damaged messages measures
/// it.
@org.jspecify.annotations.NullMarked
package io.colonnade.core.codec;
