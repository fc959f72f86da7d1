package io.colonnade.tests.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.expression.Function;
import io.colonnade.core.function.FunctionGroup;
import io.colonnade.core.function.FunctionRegistry;
import io.colonnade.core.function.ScalarFunction;
import io.colonnade.core.function.Signature;
import io.colonnade.tests.TestRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The registry of functions says the truth: its examples have the answers that stand there, the manual lists
/// what it has, and each of its kernels can be called.
///
/// `-Dcolonnade.functions.write=true` writes the tables of the manual.
class FunctionsTest {
    private static final String BEGIN = "<!-- functions: written by FunctionsTest -->\n";
    private static final String END = "<!-- end of functions -->\n";

    /// What only the planner writes.
    private static final Set<Function> UNNAMED = EnumSet.of(
            Function.SERIES_LENGTH,
            Function.CONCAT,
            Function.ADD_DAYS,
            Function.ADD_MONTHS,
            Function.ADD_MICROS,
            Function.DIFF_DAYS,
            Function.TO_MOMENT,
            Function.TO_LOCAL,
            Function.PARSE_MOMENT,
            Function.MOMENT_TEXT,
            Function.ROUND_TO,
            Function.LIKE_PATTERN);

    @Test
    void everyExampleHasItsAnswer() throws SQLException {
        List<String> wrong = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:colonnade:mem:");
                Statement statement = connection.createStatement()) {
            for (ScalarFunction function : FunctionRegistry.all()) {
                assertThat(function.examples()).as(function.name()).isNotEmpty();
                for (ScalarFunction.Example example : function.examples()) {
                    String answer = answer(statement, example.expression());
                    if (!answer.equals(example.answer())) {
                        wrong.add(example.expression() + " = " + answer + ", not " + example.answer());
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String answer(Statement statement, String expression) {
        try (ResultSet rows = statement.executeQuery("SELECT " + expression)) {
            rows.next();
            String text = rows.getString(1);
            return text == null ? "NULL" : text;
        } catch (SQLException e) {
            return e.getMessage();
        }
    }

    @Test
    void everyKernelHasAName() {
        Set<Function> missing = EnumSet.allOf(Function.class);
        missing.removeAll(UNNAMED);
        missing.removeIf(
                kernel -> kernel.name().startsWith("EXTRACT_") || kernel.name().contains("INTERVAL"));
        for (ScalarFunction function : FunctionRegistry.all()) {
            for (Signature signature : function.signatures()) {
                if (signature.kernel() != null) {
                    missing.remove(signature.kernel());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void theManualListsWhatTheRegistryHas() throws IOException {
        Path manual = TestRoot.project().resolve("docs/sql.md");
        String text = Files.readString(manual);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        assertThat(begin).isPositive();
        assertThat(end).isGreaterThan(begin);
        String wanted = text.substring(0, begin + BEGIN.length()) + tables() + text.substring(end);
        if (Boolean.getBoolean("colonnade.functions.write")) {
            Files.writeString(manual, wanted);
        }
        assertThat(Files.readString(manual))
                .as("docs/sql.md; -Dcolonnade.functions.write=true writes it")
                .isEqualTo(wanted);
    }

    private static String tables() {
        StringBuilder text = new StringBuilder();
        for (FunctionGroup group : FunctionGroup.values()) {
            List<ScalarFunction> functions = FunctionRegistry.all().stream()
                    .filter(function -> function.group() == group)
                    .toList();
            if (!functions.isEmpty()) {
                text.append("\n### ").append(group.title()).append("\n\n");
                text.append("| Function | Result | What it is | Example |\n|---|---|---|---|\n");
                functions.forEach(function -> text.append(line(function)));
            }
        }
        return text.append('\n').toString();
    }

    private static String line(ScalarFunction function) {
        String written = function.syntax() != null
                ? function.syntax()
                : function.signatures().stream()
                        .map(signature -> "`" + function.name() + "(" + signature.text() + ")`")
                        .collect(Collectors.joining(", "));
        String aliases = function.aliases().isEmpty()
                ? ""
                : "; also "
                        + function.aliases().stream()
                                .map(alias -> "`" + alias + "`")
                                .collect(Collectors.joining(", "));
        String result = function.signatures().stream()
                .map(signature -> signature.result().text())
                .distinct()
                .collect(Collectors.joining(", "));
        String nulls = switch (function.nulls()) {
            case STRICT, TOLERANT, PARTIAL -> "";
            case NEVER -> "; never NULL";
        };
        String examples = function.examples().stream()
                .map(example -> "`" + escaped(example.expression()) + " → " + escaped(example.answer()) + "`")
                .collect(Collectors.joining("<br>"));
        return String.join(
                " | ",
                Arrays.asList("| " + written + aliases, result, function.description() + nulls, examples + " |\n"));
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }
}
