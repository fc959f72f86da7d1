package io.colonnade.tests.structure;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Imports go one way: core, then storage, exec and planner, then coordinator; jdbc-driver stands apart.
class LayeringTest {
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.colonnade");

    private static final List<String> MODULES =
            List.of("core", "storage", "exec", "planner", "jdbc", "coordinator", "shell", "sample", "benchmarks");

    /// The tests of this module see each other only here.
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("io.colonnade.tests");

    @Test
    void theProjectWasFound() {
        Assertions.assertThat(TESTS.containPackage("io.colonnade.tests")).isTrue();
        for (String module : MODULES) {
            Assertions.assertThat(CLASSES.containPackage("io.colonnade." + module))
                    .as(module)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "core, storage",
        "core, exec",
        "core, planner",
        "core, coordinator",
        "core, jdbc",
        "storage, exec",
        "storage, planner",
        "storage, coordinator",
        "storage, jdbc",
        "exec, planner",
        "exec, coordinator",
        "exec, jdbc",
        "planner, storage",
        "planner, exec",
        "planner, coordinator",
        "planner, jdbc",
        "jdbc, core",
        "jdbc, storage",
        "jdbc, exec",
        "jdbc, planner",
        "jdbc, coordinator",
        "shell, core",
        "shell, storage",
        "shell, exec",
        "shell, planner",
        "shell, coordinator",
        "sample, core",
        "sample, storage",
        "sample, exec",
        "sample, planner",
        "sample, coordinator",
        "core, sample",
        "storage, sample",
        "exec, sample",
        "planner, sample",
        "jdbc, sample",
        "coordinator, sample",
        "core, benchmarks",
        "storage, benchmarks",
        "exec, benchmarks",
        "planner, benchmarks",
        "jdbc, benchmarks",
        "coordinator, benchmarks",
        "shell, benchmarks",
        "sample, benchmarks",
        "core, shell",
        "storage, shell",
        "exec, shell",
        "planner, shell",
        "jdbc, shell",
        "coordinator, shell",
        "sample, shell",
        "benchmarks, shell",
    })
    void aModuleDoesNotImport(String module, String other) {
        noClasses()
                .that()
                .resideInAPackage("io.colonnade." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.colonnade." + other + "..")
                .check(CLASSES);
    }

    /// Every package is a slice of its own, that of a module's root included.
    private static final SliceAssignment PACKAGES = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith("io.colonnade")
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    };

    @Test
    void noPackagesUseOneAnotherInACircle() {
        slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noPackagesOfTheTestsUseOneAnotherInACircle() {
        slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(TESTS);
    }

    @Test
    void onlyThePlannerKnowsCalcite() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.colonnade.planner..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.calcite")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.calcite.rel..",
                        "org.apache.calcite.rex..",
                        "org.apache.calcite.sql..",
                        "org.apache.calcite.plan..",
                        "org.apache.calcite.tools..")
                .check(CLASSES);
    }

    @Test
    void noAnswerComesFromAnotherEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.colonnade.benchmarks..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.calcite.adapter.enumerable..",
                        "org.apache.calcite.interpreter..",
                        "org.codehaus.janino..",
                        "org.duckdb..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.colonnade.planner.parse.grammar..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.calcite.runtime..")
                        .and(not(simpleName("CalciteContextException")))
                        .and(not(simpleName("CalciteException"))))
                .because("Calcite's run-time functions must not compute anything; only its errors are read")
                .check(CLASSES);
    }

    @Test
    void theDriverNeedsNoArrowMemory() {
        noClasses()
                .that()
                .resideInAnyPackage("io.colonnade.jdbc..", "io.colonnade.shell..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.arrow.memory..", "org.apache.arrow.vector..", "io.netty..")
                .check(CLASSES);
    }
}
