/// The engine inside the JVM of its user: a database, one node or several, and everything they need.
///
/// In: connection URLs. Out: sessions. Read {@link io.colonnade.coordinator.embedded.EmbeddedEngineProvider} first.
///
/// *Threads*: `colonnade-task-N`, one for each core, run all tasks of all engines of the JVM; `colonnade-network-N`
/// carry pages between the nodes of engines that have several. Both are daemon threads, begin when they are first
/// needed and stay as long as the JVM; `colonnade-warm-up` plans a few statements once and ends; nothing else stays
/// when
/// the last connection is closed.
@org.jspecify.annotations.NullMarked
package io.colonnade.coordinator.embedded;
