package io.colonnade.benchmarks.compare;

import io.colonnade.sample.Progress;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The classes of one commit.
///
/// ```text
/// target/compare/1a2b3c4d5e/   a worktree of that commit, built by its own launcher; stays for the next time
/// ```
///
/// @param name what it was asked for as
/// @param commit its hash, or that of this tree with what was changed
/// @param classPath the engine of that commit, and the benchmarks of this tree
public record Tree(String name, String commit, String classPath) {
    /// Stands for this tree as it is.
    public static final String HERE = ".";

    private static final int NAME_LENGTH = 10;

    /// Finds or builds it.
    public static Tree of(Path root, String name, Progress progress) throws IOException, InterruptedException {
        String own = System.getProperty("java.class.path");
        if (name.equals(HERE)) {
            return new Tree(name, run(root, "git", "describe", "--always", "--dirty"), own);
        }
        String commit = run(root, "git", "rev-parse", "--verify", name + "^{commit}");
        Path folder = root.resolve("target/compare").resolve(commit.substring(0, NAME_LENGTH));
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.getParent());
            progress.say("checking out " + commit);
            run(root, "git", "worktree", "add", "--detach", folder.toString(), commit);
        }
        progress.say("building " + name + " in " + folder);
        run(folder, folder.resolve("colonnade").toString(), "bench", "--help");
        String built = Files.readString(folder.resolve("benchmarks/target/classpath.txt"))
                .strip();
        return new Tree(name, commit.substring(0, NAME_LENGTH), withoutEngine(own) + File.pathSeparator + built);
    }

    /// What asks and loads is the same for both sides: benchmarks and sample data of this tree.
    private static String withoutEngine(String classPath) {
        List<String> kept = new ArrayList<>();
        for (String entry : Arrays.asList(classPath.split(File.pathSeparator))) {
            if (entry.endsWith("benchmarks/target/classes") || entry.endsWith("sample-data/target/classes")) {
                kept.add(entry);
            }
        }
        return String.join(File.pathSeparator, kept);
    }

    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed in " + folder);
        }
        return output.strip();
    }
}
