package io.colonnade.tests.structure;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Imports go one way: core, then storage, exec and planner, then coordinator; jdbc-driver stands apart.
class LayeringTest {
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.colonnade");

    @Test
    void theProjectWasFound() {
        for (String module : new String[] {"core", "storage", "exec", "planner", "jdbc", "coordinator", "shell"}) {
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

    @ParameterizedTest
    @ValueSource(strings = {"core", "storage", "exec", "planner", "jdbc", "coordinator", "shell", "sample"})
    void thePackagesOfAModuleHaveNoCycles(String module) {
        // A module of one package has nothing to match, and no cycle.
        slices().matching("io.colonnade." + module + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CLASSES);
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
