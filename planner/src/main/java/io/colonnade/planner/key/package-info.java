/// Which columns tell rows apart, determine others or are equal to them: what is known for certain, from keys
/// that are enforced and from conditions. Read {@link io.colonnade.planner.key.Dependencies} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.key;
