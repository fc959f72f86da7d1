package io.colonnade.benchmarks.worker;

import io.colonnade.benchmarks.ColonnadeEngine;
import io.colonnade.benchmarks.DuckDbEngine;
import io.colonnade.benchmarks.Engine;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/// The engines that can be measured.
public enum EngineKind {
    COLONNADE {
        @Override
        Engine open(EngineSetting setting) throws SQLException {
            return new ColonnadeEngine(
                    setting.folder().resolve(label()), setting.nodes(), setting.threads(), setting.memory());
        }
    },
    DUCKDB {
        @Override
        Engine open(EngineSetting setting) throws SQLException {
            String memory = setting.memory().equals(ColonnadeEngine.TENTH) ? "" : setting.memory();
            return DuckDbEngine.onFile(setting.folder().resolve(label() + ".db"), setting.threads(), memory);
        }
    };

    abstract Engine open(EngineSetting setting) throws SQLException;

    /// Colonnade, and the one named if any.
    public static List<EngineKind> with(String other) {
        return switch (other) {
            case "" -> List.of(COLONNADE);
            case "duckdb" -> List.of(COLONNADE, DUCKDB);
            default ->
                throw new IllegalArgumentException("there is no engine '" + other + "' to compare with; take duckdb");
        };
    }

    /// As on the command line and in tables.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Its files below a folder.
    public Path files(Path folder) {
        return this == COLONNADE ? folder.resolve(label()) : folder.resolve(label() + ".db");
    }
}
