package io.colonnade.tests.structure;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.tests.TestRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Habits of the source that no compiler checks.
class TidyTest {
    private static final Pattern DRAWER = Pattern.compile(".*(Utils?|Helpers?|Manager|Impl)\\.java");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "(?m)^public (?:(?:sealed|non-sealed|final|abstract|static) )*(?:class|record|interface|enum) ");

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
        for (Path file : sources()) {
            String text = Files.readString(file);
            Matcher matcher = PUBLIC_TYPE.matcher(text);
            if (matcher.find() && !text.substring(0, matcher.start()).contains("\n///")) {
                bare.add(file.toString());
            }
        }
        assertThat(bare).isEmpty();
    }

    /// Hand-written main sources.
    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(TestRoot.project())) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/main/java/"))
                    .toList();
        }
    }
}
