package io.colonnade.tests.slt;

import io.colonnade.tests.TestRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every script under every setting that must not change an answer.
class SltTest {
    /// Pairwise over nodes, page size, threads and spill.
    private static final List<String> SETTINGS = List.of(
            "nodes=1&page_rows=4096&threads=2",
            "nodes=1&page_rows=3&threads=1&spill=early",
            "nodes=3&page_rows=4096&threads=2",
            "nodes=3&page_rows=64&threads=2&spill=early");

    private static final AtomicInteger DATABASES = new AtomicInteger();

    /// A part of the path of the scripts to run: all of them unless it is given.
    private static final String ONLY = System.getProperty("colonnade.slt", "");

    @TestFactory
    Stream<DynamicContainer> answersAreThoseOfTheScripts() throws IOException {
        Path root = TestRoot.module("tests").resolve("src/test/resources/slt");
        List<SltScript> scripts;
        try (Stream<Path> files = Files.walk(root)) {
            scripts = files.filter(file -> file.toString().endsWith(".slt"))
                    .filter(file -> file.toString().contains(ONLY))
                    .sorted()
                    .map(file -> script(file, root))
                    .toList();
        }
        return SETTINGS.stream()
                .map(setting -> DynamicContainer.dynamicContainer(
                        setting,
                        scripts.stream()
                                .map(script -> DynamicTest.dynamicTest(
                                        script.name(), () -> run(script, setting, root.resolve("data"))))));
    }

    private static SltScript script(Path file, Path root) {
        try {
            return SltScript.read(file, root);
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }

    private static void run(SltScript script, String setting, Path data) throws Exception {
        String url = "jdbc:colonnade:mem:slt" + DATABASES.incrementAndGet() + "?" + setting;
        Path fresh = Files.createTempDirectory("slt");
        try (SltRunner runner = new SltRunner(() -> DriverManager.getConnection(url), data, fresh)) {
            runner.run(script);
        } finally {
            try (Stream<Path> files = Files.walk(fresh)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }
}
