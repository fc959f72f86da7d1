package io.colonnade.jdbc.service;

import java.util.List;

/// Opens sessions with one kind of engine; found by [java.util.ServiceLoader].
///
/// ```
/// DriverManager.getConnection(url) -> ConnectionUrl.parse -> first provider that accepts(url) -> open(url)
/// ```
///
/// *Threads*: every method may be called from several threads at once. *State*: the driver keeps one instance per
/// JVM; databases shared inside the JVM (`mem:NAME`) are the provider's to keep while a session on them is open.
public interface EngineProvider {

    /// True when this provider opens URLs of this kind. Must not touch files or start threads.
    boolean accepts(ConnectionUrl url);

    /// The settings that may follow the `?` of a URL, in the order in which they should be listed to a person. The
    /// driver refuses every other name before [#open] is called; their values are the provider's to check.
    List<ConnectionSetting> settings();

    /// Opens a session, starting the engine when this is the first session on its database.
    ///
    /// @throws EngineFailure SQLSTATE class 08 when the database cannot be opened (directory locked by another
    ///     process, node count does not fit), 22023 for a setting whose value cannot be used
    EngineSession open(ConnectionUrl url) throws EngineFailure;
}
