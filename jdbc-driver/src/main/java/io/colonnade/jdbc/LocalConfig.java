package io.colonnade.jdbc;

import java.util.Properties;
import org.apache.calcite.avatica.ConnectionConfigImpl;
import org.jspecify.annotations.Nullable;

/// Avatica's connection settings as they hold for a session without Avatica's wire. Answering the few that are asked
/// keeps Avatica from loading its HTTP client's classes.
final class LocalConfig extends ConnectionConfigImpl {

    LocalConfig(Properties properties) {
        super(properties);
    }

    @Override
    public @Nullable String timeZone() {
        return null;
    }

    @Override
    public @Nullable String schema() {
        return null;
    }

    @Override
    public boolean transparentReconnectionEnabled() {
        return false;
    }

    @Override
    public int fetchSize() {
        return 0;
    }
}
