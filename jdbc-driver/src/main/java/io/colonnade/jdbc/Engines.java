package io.colonnade.jdbc;

import io.colonnade.jdbc.error.SqlExceptions;
import io.colonnade.jdbc.service.ConnectionSetting;
import io.colonnade.jdbc.service.ConnectionUrl;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.EngineProvider;
import io.colonnade.jdbc.service.EngineSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the engine that answers a URL and opens sessions with it.
///
/// Providers are looked for once per JVM: by the class loader of the driver and, if that knows none, by that of the
/// calling thread, since containers keep drivers and applications apart.
final class Engines {

    private static @Nullable List<EngineProvider> loaded;

    private Engines() {}

    static EngineSession open(String url, Properties info) throws SQLException {
        try {
            ConnectionUrl parsed = ConnectionUrl.parse(url, info);
            EngineProvider provider = provider(parsed);
            checkSettings(parsed, provider.settings());
            return provider.open(parsed);
        } catch (EngineFailure failure) {
            throw SqlExceptions.of(failure);
        } catch (RuntimeException defect) {
            throw SqlExceptions.internal("opening " + url, defect);
        }
    }

    static List<ConnectionSetting> settings(ConnectionUrl url) throws SQLException {
        try {
            return provider(url).settings();
        } catch (EngineFailure failure) {
            throw SqlExceptions.of(failure);
        }
    }

    private static void checkSettings(ConnectionUrl url, List<ConnectionSetting> known) throws EngineFailure {
        TreeSet<String> names = new TreeSet<>();
        known.forEach(setting -> names.add(setting.name()));
        for (String name : url.settings().keySet()) {
            if (!names.contains(name)) {
                throw EngineFailure.of("08001", "Unknown setting '" + name + "' in the connection URL or properties")
                        .withHint("Known settings: " + String.join(", ", names));
            }
        }
    }

    private static EngineProvider provider(ConnectionUrl url) throws EngineFailure {
        for (EngineProvider provider : providers()) {
            if (provider.accepts(url)) {
                return provider;
            }
        }
        throw EngineFailure.of("08001", "No engine for " + url + " is on the class path")
                .withHint("Add the jars that ./colonnade classpath prints");
    }

    private static synchronized List<EngineProvider> providers() throws EngineFailure {
        List<EngineProvider> found = loaded;
        if (found == null || found.isEmpty()) {
            found = load(Engines.class.getClassLoader());
            if (found.isEmpty()) {
                found = load(Thread.currentThread().getContextClassLoader());
            }
            loaded = found;
        }
        return found;
    }

    private static List<EngineProvider> load(@Nullable ClassLoader loader) throws EngineFailure {
        try {
            List<EngineProvider> found = new ArrayList<>();
            ServiceLoader.load(EngineProvider.class, loader).forEach(found::add);
            return found;
        } catch (ServiceConfigurationError broken) {
            throw new EngineFailure(
                    "The engine on the class path cannot be loaded: " + broken.getMessage(),
                    "08001",
                    0,
                    0,
                    0,
                    null,
                    false,
                    broken);
        }
    }
}
