/// What expressions and plans mean, written down the plain way, one row at a time on objects: what the engine must
/// equal. Read {@link io.colonnade.exec.naive.NaivePlan} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.naive;
