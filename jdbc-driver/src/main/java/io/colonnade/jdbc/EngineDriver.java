package io.colonnade.jdbc;

import io.colonnade.jdbc.error.SqlExceptions;
import io.colonnade.jdbc.service.ConnectionSetting;
import io.colonnade.jdbc.service.ConnectionUrl;
import io.colonnade.jdbc.service.EngineFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaFactory;
import org.apache.calcite.avatica.DriverVersion;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.UnregisteredDriver;
import org.jspecify.annotations.Nullable;

/// The driver that `DriverManager` finds by its URL prefix.
///
/// ```
/// jdbc:colonnade:mem:                    a private database in memory
/// jdbc:colonnade:mem:NAME?nodes=3        shared inside this JVM, on three nodes
/// jdbc:colonnade:file:DIR?threads=2      durable, one process at a time
/// ```
///
/// Connecting takes these steps: parse the URL ([ConnectionUrl]), find the engine ([Engines]), check the names of the
/// settings, open a session, wrap it in an [EngineConnection].
public final class EngineDriver extends UnregisteredDriver {

    static {
        try {
            DriverManager.registerDriver(new EngineDriver());
        } catch (SQLException refused) {
            System.getLogger("io.colonnade.jdbc").log(System.Logger.Level.ERROR, "Cannot register the driver", refused);
        }
    }

    /// For the service loader; use `DriverManager.getConnection`.
    public EngineDriver() {}

    @Override
    protected AvaticaFactory createFactory() {
        return new EngineFactory();
    }

    @Override
    protected DriverVersion createDriverVersion() {
        return new DriverVersion(
                "Colonnade JDBC Driver",
                DriverBuild.VERSION,
                "Colonnade",
                DriverBuild.VERSION,
                false,
                DriverBuild.MAJOR,
                DriverBuild.MINOR,
                DriverBuild.MAJOR,
                DriverBuild.MINOR);
    }

    @Override
    protected String getConnectStringPrefix() {
        return ConnectionUrl.PREFIX;
    }

    @Override
    public Meta createMeta(AvaticaConnection connection) {
        return new SessionMeta(connection);
    }

    @Override
    public boolean acceptsURL(@Nullable String url) throws SQLException {
        if (url == null) {
            throw SqlExceptions.of("08001", "The connection URL is null");
        }
        return ConnectionUrl.isOurs(url);
    }

    @Override
    public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        return factory.newConnection(this, factory, url, info == null ? new Properties() : info);
    }

    /// The settings this URL may carry, with description and choices: tools show them as a form.
    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties info) throws SQLException {
        ConnectionUrl parsed;
        try {
            parsed = ConnectionUrl.parse(url, info == null ? new Properties() : info);
        } catch (EngineFailure malformed) {
            throw SqlExceptions.of(malformed);
        }
        List<DriverPropertyInfo> properties = new ArrayList<>();
        for (ConnectionSetting setting : Engines.settings(parsed)) {
            String value = parsed.settings().getOrDefault(setting.name(), setting.defaultValue());
            DriverPropertyInfo property = new DriverPropertyInfo(setting.name(), value);
            property.description = setting.description();
            property.required = false;
            if (!setting.choices().isEmpty()) {
                property.choices = setting.choices().toArray(new String[0]);
            }
            properties.add(property);
        }
        return properties.toArray(new DriverPropertyInfo[0]);
    }
}
