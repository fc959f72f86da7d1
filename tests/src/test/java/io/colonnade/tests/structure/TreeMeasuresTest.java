package io.colonnade.tests.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.colonnade.tests.TestRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What docs/architecture.md says of the sizes of the tree is true, give or take a seventh; and what lies far outside
/// is named there.
class TreeMeasuresTest {
    private static final String SECTION = "## How the tree measures";

    /// Lines of a file and files of a package beyond which it must be named.
    private static final int OUTLYING_LINES = 450;

    private static final int OUTLYING_FILES = 22;

    private static List<SourceFile> sources = List.of();
    private static String section = "";

    @BeforeAll
    static void readTheTree() throws IOException {
        sources = SourceFile.below(TestRoot.project());
        String document = Files.readString(TestRoot.project().resolve("docs/architecture.md"));
        int start = document.indexOf(SECTION);
        assertThat(start).as(SECTION).isGreaterThanOrEqualTo(0);
        int end = document.indexOf("\n## ", start + 1);
        section = document.substring(start, end < 0 ? document.length() : end);
    }

    @Test
    void theFiguresOfTheDocumentAreThoseOfTheTree() {
        TreeMeasures tree = TreeMeasures.of(sources);
        String context = "docs/architecture.md, \"How the tree measures\"; measured: " + tree;
        near("files", tree.files(), context);
        near("lines of a file, median", tree.fileMedian(), context);
        near("lines of a file, 95th percentile", tree.fileP95(), context);
        near("lines of a function, median", tree.functionMedian(), context);
        near("lines of a function, 95th percentile", tree.functionP95(), context);
        near("lines of the longest function", tree.functionMax(), context);
        near("comment lines, percent", tree.commentPercent(), context);
        near("files of a package, most", tree.filesPerPackageMax(), context);
        assertThat(stated("largest circle of packages"))
                .as(context)
                .isEqualTo(tree.largestCycle())
                .isEqualTo(1);
    }

    private static void near(String row, double measured, String context) {
        double stated = stated(row);
        assertThat(stated).as(row + " in " + context).isCloseTo(measured, within(Math.max(1, measured / 7)));
    }

    private static double stated(String row) {
        Matcher matcher = Pattern.compile("\\| " + Pattern.quote(row) + " \\| ([0-9.,]+) ")
                .matcher(section);
        assertThat(matcher.find()).as("a row \"" + row + "\" in " + SECTION).isTrue();
        return Double.parseDouble(matcher.group(1).replace(",", ""));
    }

    @Test
    void whatLiesFarOutsideIsNamed() {
        List<String> unnamed = new ArrayList<>();
        for (SourceFile source : sources) {
            String name = source.path().getFileName().toString().replace(".java", "");
            if (source.lines() > OUTLYING_LINES && !section.contains("`" + name + "`")) {
                unnamed.add(name + " has " + source.lines() + " lines");
            }
        }
        for (Map.Entry<String, Integer> entry :
                TreeMeasures.filesPerPackage(sources).entrySet()) {
            String name = entry.getKey().replaceFirst("io\\.colonnade\\.", "");
            if (entry.getValue() > OUTLYING_FILES && !section.contains(name)) {
                unnamed.add(name + " has " + entry.getValue() + " files");
            }
        }
        assertThat(unnamed).as("outliers to split, or to name in " + SECTION).isEmpty();
    }

    @Test
    void noPackagesImportOneAnotherInACircle() {
        assertThat(TreeMeasures.cycles(sources)).isEmpty();
    }
}
