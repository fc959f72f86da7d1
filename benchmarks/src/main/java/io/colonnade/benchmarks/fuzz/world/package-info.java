/// Random tables and their rows. Read {@link io.colonnade.benchmarks.fuzz.world.World} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.fuzz.world;
