package io.colonnade.storage.orphan;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.file.RecordFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which files of a directory were found without proof that nobody needs them: `colonnade.kept`, a
/// {@link RecordFile} of magic "CLNDKEPT" and version 1. What it names is not deleted later either, when the proof
/// would seem to be there.
///
/// `names` are relative to the directory of the database.
public record KeptFiles(List<String> names) {
    private static final String NAME = "colonnade.kept";
    private static final RecordFile<KeptFiles> FILE =
            new RecordFile<>(KeptFiles.class, 0x5450_454B_444E_4C43L, 1, 1 << 26);

    public KeptFiles {
        names = List.copyOf(names);
    }

    /// The names, null if the file is damaged.
    static @Nullable Set<String> read(FileSystem files, Path directory) throws IOException {
        try {
            KeptFiles kept = FILE.read(files, directory.resolve(NAME));
            return kept == null ? Set.of() : Set.copyOf(kept.names());
        } catch (EngineException e) {
            return null;
        }
    }

    /// Whether there are such files.
    public static boolean isAny(FileSystem files, Path directory) throws IOException {
        Set<String> names = read(files, directory);
        return names == null || names.stream().anyMatch(name -> files.exists(directory.resolve(name)));
    }

    /// Durable when it returns.
    static void write(FileSystem files, Path directory, Set<String> names) throws IOException {
        if (names.isEmpty()) {
            files.delete(directory.resolve(NAME));
        } else {
            FILE.write(files, directory.resolve(NAME), new KeptFiles(List.copyOf(new TreeSet<>(names))));
        }
    }
}
