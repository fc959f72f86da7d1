package io.colonnade.tests;

import java.nio.file.Path;

/// Where the project's files are.
public final class TestRoot {
    private TestRoot() {}

    public static Path project() {
        String root = System.getProperty("colonnade.root");
        return root != null ? Path.of(root) : Path.of("").toAbsolutePath().getParent();
    }

    public static Path module(String name) {
        return project().resolve(name);
    }

    /// Generated data, kept between runs and not under version control.
    public static Path data() {
        return project().resolve(".data");
    }
}
