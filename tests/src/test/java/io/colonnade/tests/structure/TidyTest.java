package io.colonnade.tests.structure;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.tests.TestRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Habits of the source that no compiler checks.
class TidyTest {
    private static final Pattern DRAWER = Pattern.compile(".*(Utils?|Helpers?|Manager|Impl)\\.java");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    @Test
    void noFileIsADrawer() throws IOException {
        assertThat(sources().stream()
                        .map(Path::toString)
                        .filter(name -> DRAWER.matcher(name).matches()))
                .isEmpty();
    }

    @Test
    void nothingIsMarkedUnfinished() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path file : sources()) {
            if (UNFINISHED.matcher(Files.readString(file)).find()) {
                found.add(file.toString());
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsAbout() throws IOException {
        Set<Path> packages = sources().stream().map(Path::getParent).collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages.stream().filter(folder -> !Files.exists(folder.resolve("package-info.java"))))
                .isEmpty();
    }

    @Test
    void everyPublicTypeSaysWhatItIs() throws IOException {
        Set<String> bare = new TreeSet<>();
        int types = 0;
        for (SourceFile source : SourceFile.below(TestRoot.project())) {
            for (SourceFile.PublicType type : source.publicTypes()) {
                types++;
                if (!type.isDocumented()) {
                    bare.add(type.name() + " in " + TestRoot.project().relativize(source.path()));
                }
            }
        }
        assertThat(bare)
                .as("public types without /// directly above them, nested ones included")
                .isEmpty();
        assertThat(types).isGreaterThan(300);
    }

    /// Hand-written main sources.
    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(TestRoot.project())) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }
}
