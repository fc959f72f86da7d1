package io.colonnade.tests.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.benchmarks.Answer;
import io.colonnade.benchmarks.DuckDbEngine;
import io.colonnade.core.function.Determinism;
import io.colonnade.core.function.FunctionRegistry;
import io.colonnade.core.function.ParameterType;
import io.colonnade.core.function.ScalarFunction;
import io.colonnade.core.function.Signature;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Calls of the registry's functions with random arguments answer what DuckDB answers, where DuckDB has a
/// function of the same name; what is meant to differ is listed here with its reason.
class FunctionDifferencesTest {
    private static final int CALLS = Integer.getInteger("colonnade.functions.calls", 12);

    /// Functions that mean something else there, by name.
    private static final Map<String, String> OTHERWISE = Map.ofEntries(
            Map.entry("age", "writes mon and mons as months"),
            Map.entry("bit_count", "counts 32 bits of an INTEGER"),
            Map.entry("chr", "has a character 0"),
            Map.entry("decode", "reads bytes"),
            Map.entry("hash", "another hash"),
            Map.entry("levenshtein", "counts bytes"),
            Map.entry("log10", "has no base"),
            Map.entry("lpad", "always wants a filling"),
            Map.entry("octet_length", "of bytes only"),
            Map.entry("overlay", "is absent"),
            Map.entry("pg_typeof", "writes types in small letters"),
            Map.entry("rpad", "always wants a filling"),
            Map.entry("strftime", "refuses an empty pattern"),
            Map.entry("strptime", "begins with the year 1900"),
            Map.entry("substr", "counts negative positions from the end, PostgreSQL does not"),
            Map.entry("substring", "counts negative positions from the end, PostgreSQL does not"),
            Map.entry("to_hex", "writes capitals, PostgreSQL does not"),
            Map.entry("to_timestamp", "of numbers only, with a zone"),
            Map.entry("format", "has patterns of another kind"),
            Map.entry("regexp_extract", "refuses negative groups before it matches"),
            Map.entry("regexp_full_match", "refuses flags that are NULL"),
            Map.entry("regexp_like", "refuses flags that are NULL"),
            Map.entry("regexp_matches", "refuses flags that are NULL"),
            Map.entry("split_part", "has a part 0, and splits at an empty separator"),
            Map.entry("regexp_replace", "a point does not take the end of a line there"));

    private static final List<String> TEXTS = List.of(
            "", "a", "abc", "ABC", " ab ", "abcabc", "naïve", "日本", "b", "x,y,z", ",", "-", "aXbX", "it''s", "10",
            "[a-c]+");

    private final long seed = Long.getLong("colonnade.functions.seed", 5);
    private Random random = new Random(seed);
    private final List<String> differences = new ArrayList<>();
    private int compared;
    private int failing;

    @Test
    void functionsAnswerWhatAnotherEngineAnswers() throws SQLException {
        try (DuckDbEngine duck = DuckDbEngine.inMemory(1);
                Connection ours = DriverManager.getConnection("jdbc:colonnade:mem:")) {
            Set<String> known = known(duck.connection());
            for (ScalarFunction function : FunctionRegistry.all()) {
                List<String> names = new ArrayList<>(function.aliases());
                names.add(function.name());
                names.retainAll(known);
                boolean comparable = function.determinism() == Determinism.ALWAYS
                        && (function.syntax() == null || function.syntax().contains("`" + function.name() + "("));
                for (String name : names) {
                    if (comparable && !OTHERWISE.containsKey(name)) {
                        compare(name, function, ours, duck.connection());
                    }
                }
            }
        }
        System.out.println(compared + " calls compared, " + failing + " fail on both sides");
        assertThat(differences.stream()
                        .map(text -> text.replaceAll("\\p{Cntrl}", "?"))
                        .toList())
                .isEmpty();
        assertThat(compared).isGreaterThan(failing * 2);
    }

    private static Set<String> known(Connection duck) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = duck.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type IN ('scalar', 'macro')")) {
            while (rows.next()) {
                names.add(rows.getString(1).toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private void compare(String name, ScalarFunction function, Connection ours, Connection theirs) {
        // Of its own, so that one function does not change the arguments of others.
        random = new Random(seed + name.hashCode());
        for (Signature signature : function.signatures()) {
            for (int i = 0; i < CALLS; i++) {
                int least = signature.argumentsMin();
                int most = Math.min(signature.argumentsMax(), least + 2);
                int count = least + random.nextInt(most - least + 1);
                List<String> arguments = new ArrayList<>();
                for (int a = 0; a < count; a++) {
                    arguments.add(argument(signature.parameter(a).type()));
                }
                String query = "SELECT " + name + "(" + String.join(", ", arguments) + ")";
                Optional<Answer> mine = answer(ours, query);
                Optional<Answer> other = answer(theirs, query);
                compared++;
                failing += mine.isEmpty() && other.isEmpty() ? 1 : 0;
                if (mine.isEmpty() && isNoNumber(other)) {
                    // Outside of a domain is an error here, as in PostgreSQL.
                    failing++;
                } else if (mine.isPresent() != other.isPresent()) {
                    differences.add(query + "\n    " + mine + ", not " + other);
                } else if (mine.isPresent() && other.isPresent()) {
                    mine.get()
                            .difference(other.get())
                            .ifPresent(difference -> differences.add(query + "\n    " + difference));
                }
            }
        }
    }

    private static boolean isNoNumber(Optional<Answer> answer) {
        return answer.isPresent()
                && answer.get().rows().getFirst().getFirst() instanceof Double number
                && !Double.isFinite(number);
    }

    private static Optional<Answer> answer(Connection connection, String query) {
        try {
            return Optional.of(SampleQueriesTest.answer(connection, query));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    private String argument(ParameterType type) {
        if (type != ParameterType.COMMON && type != ParameterType.ANY && random.nextInt(15) == 0) {
            return "CAST(NULL AS " + type.ofUnknown().sql() + ")";
        }
        return switch (type) {
            case BOOLEAN -> random.nextBoolean() ? "TRUE" : "FALSE";
            case INTEGER -> Integer.toString(random.nextInt(12) - 3);
            case BIGINT ->
                random.nextInt(8) == 0
                        ? "CAST(" + (random.nextLong() >> random.nextInt(60)) + " AS BIGINT)"
                        : Integer.toString(random.nextInt(200) - 100);
            case DOUBLE -> "CAST(" + random.nextInt(-40, 80) / 16.0 + " AS DOUBLE)";
            case NUMBER -> number();
            case EXACT -> Integer.toString(random.nextInt(200) - 100);
            case TEXT, WRITTEN -> "'" + TEXTS.get(random.nextInt(TEXTS.size())) + "'";
            case DATE -> "DATE '" + date() + "'";
            case TIMESTAMP ->
                "TIMESTAMP '" + date() + " 1" + random.nextInt(10) + ":0" + random.nextInt(10) + ":59.25'";
            case ZONED -> "TIMESTAMPTZ '" + date() + " 1" + random.nextInt(10) + ":30:00+00'";
            case INTERVAL ->
                "INTERVAL '" + (random.nextInt(40) + 1)
                        + List.of(" months", " days", " minutes", " hours").get(random.nextInt(4)) + "'";
            case ANY, COMMON -> Integer.toString(random.nextInt(9));
        };
    }

    private String number() {
        return switch (random.nextInt(3)) {
            case 0 -> Integer.toString(random.nextInt(200) - 100);
            case 1 -> "CAST(" + random.nextInt(-40_000, 40_000) / 100.0 + " AS DECIMAL(12, 3))";
            default -> "CAST(" + random.nextInt(-400, 400) / 16.0 + " AS DOUBLE)";
        };
    }

    private String date() {
        return java.time.LocalDate.ofEpochDay(random.nextInt(-4000, 30_000)).toString();
    }
}
