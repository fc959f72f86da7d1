package io.colonnade.benchmarks.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The archive of classes with which `./colonnade shell` starts, if it is as new as the classes.
///
/// ```text
/// target/launcher/archives/  current (the name of)  ->  ABC/classes.jsa  ABC/classpath
/// ```
record Archive(String classPath, List<String> flags) {
    private static final List<String> MODULES =
            List.of("core", "jdbc-driver", "storage", "exec", "planner", "coordinator");

    static Optional<Archive> find(Path root) throws IOException {
        Path archives = root.resolve("target/launcher/archives");
        Path current = archives.resolve("current");
        if (!Files.isRegularFile(current)) {
            return Optional.empty();
        }
        Path directory = archives.resolve(Files.readString(current).strip());
        Path classes = directory.resolve("classes.jsa");
        Path classPath = directory.resolve("classpath");
        if (!Files.isRegularFile(classes) || !Files.isRegularFile(classPath)) {
            return Optional.empty();
        }
        FileTime made = Files.getLastModifiedTime(current);
        for (String module : MODULES) {
            if (isNewer(root.resolve(module).resolve("target/classes"), made)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Archive(
                Files.readString(classPath).strip(),
                List.of("-XX:SharedArchiveFile=" + classes, "-Xlog:cds=off", "-Xlog:aot=off")));
    }

    private static boolean isNewer(Path folder, FileTime made) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.getLastModifiedTime(file).compareTo(made) > 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
