package io.colonnade.tests.structure;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.tests.TestRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What README and docs name in backticks exists: a type by its name, a member after a dot or `#`, a path from the
/// root.
class ArchitectureDocTest {
    private static final Pattern TYPE = Pattern.compile("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:[.#][^`]*)?`");
    private static final Pattern PATH = Pattern.compile("`((?:[a-z.][a-z0-9.-]*/)+[A-Za-z0-9._-]*)`");

    @Test
    void everyTypeThatTheDocumentsNameExists() throws IOException {
        Set<String> types = typeNames();
        assertThat(types).contains("PlanNode", "EngineException");
        Set<String> missing = new TreeSet<>();
        int named = 0;
        for (Path document : documents()) {
            Matcher matcher = TYPE.matcher(Files.readString(document));
            while (matcher.find()) {
                named++;
                if (!types.contains(matcher.group(1))) {
                    missing.add(document.getFileName() + ": " + matcher.group(1));
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(30);
    }

    @Test
    void everyPathThatTheDocumentsNameExists() throws IOException {
        Set<String> missing = new TreeSet<>();
        for (Path document : documents()) {
            Matcher matcher = PATH.matcher(Files.readString(document));
            while (matcher.find()) {
                String path = matcher.group(1);
                boolean generated = path.startsWith(".data/") || path.startsWith("target/");
                if (!generated && !Files.exists(TestRoot.project().resolve(path))) {
                    missing.add(document.getFileName() + ": " + path);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        documents.add(TestRoot.project().resolve("README.md"));
        try (Stream<Path> files = Files.walk(TestRoot.project().resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        return documents;
    }

    /// Names of files, and of types nested in them.
    private static Set<String> typeNames() throws IOException {
        Set<String> names = new HashSet<>();
        Pattern nested = Pattern.compile("(?:class|record|interface|enum) ([A-Z]\\w+)");
        try (Stream<Path> files = Files.walk(TestRoot.project())) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")
                            && f.toString().contains("/src/")
                            && !f.toString().contains("/target/"))
                    .toList()) {
                Matcher matcher = nested.matcher(Files.readString(file));
                while (matcher.find()) {
                    names.add(matcher.group(1));
                }
            }
        }
        return names;
    }
}
