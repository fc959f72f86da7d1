/// Makes failing checks small. Read {@link io.colonnade.benchmarks.fuzz.shrink.Shrinking} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.fuzz.shrink;
