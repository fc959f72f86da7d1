package io.colonnade.storage.ingest;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/// Turns the path of a COPY into files.
///
/// ```text
/// 'data/part-*.csv.gz'   *, ?, [a-z] and {a,b} within a name
/// 'data/**/x.csv'        any number of directories
/// 'data/x.csv'           a file of exactly this name goes before a pattern
/// ```
///
/// Names that begin with a dot are matched only by patterns that begin with one.
public final class FileGlob {
    private FileGlob() {}

    /// The files, absolute and sorted; relative paths are resolved against `directory`. Never empty: FILE_NOT_FOUND
    /// when nothing matches, INVALID_PARAMETER when a directory is named or the pattern is malformed.
    public static List<Path> expand(String pattern, Path directory, FileSystem fileSystem) {
        Path literal = literal(pattern, directory);
        if (fileSystem.exists(literal)) {
            if (fileSystem.isDirectory(literal)) {
                throw isDirectory(literal);
            }
            return List.of(literal);
        }
        if (!hasWildcard(pattern)) {
            throw new EngineException(
                    ErrorCode.FILE_NOT_FOUND,
                    "file " + literal + " does not exist",
                    null,
                    "paths are those of the engine's machine" + missingParent(literal, fileSystem),
                    null);
        }
        TreeSet<Path> found = new TreeSet<>();
        List<String> names = new ArrayList<>();
        for (Path name : literal) {
            names.add(name.toString());
        }
        Path root = literal.getRoot();
        try {
            walk(root == null ? directory.toAbsolutePath() : root, names, 0, fileSystem, found);
        } catch (IOException e) {
            throw new EngineException(ErrorCode.IO, "cannot list the files of " + literal + ": " + reason(e), e);
        } catch (PatternSyntaxException e) {
            throw new EngineException(
                    ErrorCode.INVALID_PARAMETER, "malformed file pattern '" + pattern + "': " + e.getDescription(), e);
        }
        if (found.isEmpty()) {
            throw new EngineException(ErrorCode.FILE_NOT_FOUND, "no file matches " + literal);
        }
        return List.copyOf(found);
    }

    private static Path literal(String pattern, Path directory) {
        if (pattern.isEmpty() || pattern.indexOf('\0') >= 0) {
            throw new EngineException(ErrorCode.INVALID_PARAMETER, "'" + pattern + "' is not a file name");
        }
        return directory.toAbsolutePath().resolve(pattern).normalize();
    }

    private static boolean hasWildcard(String name) {
        return name.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
    }

    private static void walk(Path directory, List<String> names, int depth, FileSystem fileSystem, TreeSet<Path> found)
            throws IOException {
        String name = names.get(depth);
        boolean last = depth == names.size() - 1;
        if (name.equals("**")) {
            if (!last) {
                walk(directory, names, depth + 1, fileSystem, found);
            }
            for (Path entry : fileSystem.list(directory)) {
                if (hidden(entry)) {
                    continue;
                }
                if (fileSystem.isDirectory(entry)) {
                    // A link may lead back to one of its parents.
                    if (!fileSystem.isSymbolicLink(entry)) {
                        walk(entry, names, depth, fileSystem, found);
                    }
                } else if (last) {
                    found.add(entry);
                }
            }
        } else if (!hasWildcard(name)) {
            step(directory.resolve(name), names, depth, fileSystem, found);
        } else {
            PathMatcher matcher = directory.getFileSystem().getPathMatcher("glob:" + name);
            for (Path entry : fileSystem.list(directory)) {
                Path entryName = entry.getFileName();
                if (entryName != null && matcher.matches(entryName) && (name.startsWith(".") || !hidden(entry))) {
                    step(entry, names, depth, fileSystem, found);
                }
            }
        }
    }

    private static void step(Path entry, List<String> names, int depth, FileSystem fileSystem, TreeSet<Path> found)
            throws IOException {
        boolean isDirectory = fileSystem.isDirectory(entry);
        if (depth < names.size() - 1) {
            if (isDirectory) {
                walk(entry, names, depth + 1, fileSystem, found);
            }
        } else if (!isDirectory && fileSystem.exists(entry)) {
            found.add(entry);
        }
    }

    private static boolean hidden(Path entry) {
        Path name = entry.getFileName();
        return name != null && name.toString().startsWith(".");
    }

    private static String missingParent(Path file, FileSystem fileSystem) {
        Path parent = file.getParent();
        return parent == null || fileSystem.exists(parent) ? "" : "; directory " + parent + " does not exist either";
    }

    static EngineException isDirectory(Path directory) {
        return new EngineException(
                ErrorCode.INVALID_PARAMETER,
                directory + " is a directory, not a file",
                null,
                "name its files, for example '" + directory.resolve("*.csv") + "'",
                null);
    }

    static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
