package io.colonnade.coordinator.embedded;

import io.colonnade.coordinator.care.HealthReport;
import io.colonnade.coordinator.session.Session;
import io.colonnade.coordinator.statement.Failures;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.jdbc.service.ConnectionSetting;
import io.colonnade.jdbc.service.ConnectionUrl;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.EngineProvider;
import io.colonnade.jdbc.service.EngineSession;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Opens databases in this JVM for `jdbc:colonnade:mem:` and `jdbc:colonnade:file:`.
///
/// ```text
/// mem:        an engine for each connection
/// mem:NAME    one engine in the JVM while a connection is open; then its tables are gone
/// file:DIR    one engine in the JVM while a connection is open; then the directory is free for another process
/// ```
///
/// *Thread safety*: any thread.
public final class EmbeddedEngineProvider implements EngineProvider {
    private static final Map<String, Shared> ENGINES = new HashMap<>();
    private static final AtomicBoolean ADVISED = new AtomicBoolean();
    private static final String ADVICE =
            "Without the JVM flag --add-modules jdk.incubator.vector queries run correctly but slowly";

    /// An engine and how many sessions use or are about to use it. Its lock is held while it is opened and closed.
    private static final class Shared {
        @Nullable
        EmbeddedEngine engine;

        int users;
    }

    /// For the service loader, as the first connection of a process is opened.
    public EmbeddedEngineProvider() {
        SharedParts.prepare();
    }

    @Override
    public boolean accepts(ConnectionUrl url) {
        return true;
    }

    @Override
    public List<ConnectionSetting> settings() {
        return EngineSettings.ALL;
    }

    @Override
    public EngineSession open(ConnectionUrl url) throws EngineFailure {
        return Failures.guard(() -> {
            EngineSettings settings = EngineSettings.parse(url);
            List<String> warnings = warnings();
            if (url.isPrivate()) {
                EmbeddedEngine engine = new EmbeddedEngine("mem:", null, settings, SharedParts.surroundings());
                return new Session(engine.engine(), settings.run(), warnings, engine::close);
            }
            return share(url, settings, warnings);
        });
    }

    private static EngineSession share(ConnectionUrl url, EngineSettings settings, List<String> warnings) {
        @Nullable Path directory = url.kind() == ConnectionUrl.Kind.FILE ? directory(url.name()) : null;
        String key = directory == null ? "mem:" + url.name() : "file:" + directory;
        Shared shared;
        synchronized (ENGINES) {
            shared = ENGINES.computeIfAbsent(key, name -> new Shared());
            shared.users++;
        }
        try {
            EmbeddedEngine engine;
            synchronized (shared) {
                engine = shared.engine;
                if (engine == null) {
                    engine = new EmbeddedEngine(key, directory, settings, SharedParts.surroundings());
                    shared.engine = engine;
                } else {
                    checkSame(key, engine, settings);
                }
            }
            return new Session(engine.engine(), settings.run(), withHealth(warnings, engine), () -> leave(key, shared));
        } catch (Throwable e) {
            leave(key, shared);
            throw e;
        }
    }

    /// Whoever leaves last closes the engine; a newcomer that counts itself in meanwhile waits and opens it again.
    private static void leave(String key, Shared shared) {
        synchronized (shared) {
            synchronized (ENGINES) {
                if (--shared.users > 0) {
                    return;
                }
            }
            EmbeddedEngine closing = shared.engine;
            shared.engine = null;
            try {
                if (closing != null) {
                    closing.close();
                }
            } finally {
                synchronized (ENGINES) {
                    if (shared.users == 0) {
                        ENGINES.remove(key, shared);
                    }
                }
            }
        }
    }

    private static void checkSame(String key, EmbeddedEngine engine, EngineSettings settings) {
        if (settings.nodes() != 0 && settings.nodes() != engine.nodeCount()) {
            throw differs(key, "nodes", engine.nodeCount(), settings.nodes());
        }
        if (settings.memoryBytes() != 0 && settings.memoryBytes() != engine.memoryBytes()) {
            throw differs(key, "memory", engine.memoryBytes(), settings.memoryBytes());
        }
    }

    private static EngineException differs(String key, String name, long open, long wanted) {
        return new EngineException(
                ErrorCode.INVALID_PARAMETER,
                "the database " + key + " is open with " + name + "=" + open + ", not " + name + "=" + wanted,
                null,
                "leave the setting out, or close the other connections first",
                null);
    }

    private static Path directory(String name) {
        try {
            return real(Path.of(name).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            throw new EngineException(ErrorCode.INVALID_PARAMETER, "'" + name + "' is not the name of a directory", e);
        }
    }

    /// Without links as far as it exists, so that two names of a directory are one.
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            Path parent = path.getParent();
            Path name = path.getFileName();
            return parent == null || name == null ? path : real(parent).resolve(name);
        }
    }

    /// What a user has to know of the database comes first.
    private static List<String> withHealth(List<String> warnings, EmbeddedEngine engine) {
        List<String> all = new ArrayList<>();
        new HealthReport(engine.engine().database()).warning().ifPresent(all::add);
        all.addAll(warnings);
        return all;
    }

    private static List<String> warnings() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            return List.of();
        }
        if (ADVISED.compareAndSet(false, true)) {
            System.getLogger("io.colonnade").log(System.Logger.Level.WARNING, ADVICE);
        }
        return List.of(ADVICE);
    }
}
