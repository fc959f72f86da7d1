/// Sessions: one connection's conversation with an engine.
///
/// In: calls of the driver, from any thread. Out: results and descriptions, or {@link
/// io.colonnade.jdbc.service.EngineFailure}. Read {@link io.colonnade.coordinator.session.Session} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.coordinator.session;
