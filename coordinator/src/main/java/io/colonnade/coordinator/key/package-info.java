/// Primary and foreign keys: what is looked for among stored rows before a commit may rely on them.
///
/// In: a snapshot with staged segments. Out: nothing, or an error that names constraint and key. Read
/// {@link io.colonnade.coordinator.key.UniqueKeys} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.coordinator.key;
