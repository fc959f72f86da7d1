/// What the engine takes from the machine, behind interfaces, so that a test can replace it: time, chance, threads
/// and files are given at construction and never reached through static methods.
@org.jspecify.annotations.NullMarked
package io.colonnade.core.system;
