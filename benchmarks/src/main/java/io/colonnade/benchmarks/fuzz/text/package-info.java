/// SQL text as a tree that can be made smaller. Read {@link io.colonnade.benchmarks.fuzz.text.Part} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.fuzz.text;
