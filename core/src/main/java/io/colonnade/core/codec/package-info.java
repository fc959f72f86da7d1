/// Records as bytes: plans, tasks, commands of the metadata log and messages between nodes all go through
/// {@link io.colonnade.core.codec.RecordCodec}.
@org.jspecify.annotations.NullMarked
package io.colonnade.core.codec;
