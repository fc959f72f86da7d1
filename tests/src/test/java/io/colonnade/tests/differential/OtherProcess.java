package io.colonnade.tests.differential;

import io.colonnade.benchmarks.Answer;
import io.colonnade.sample.SampleQuery;
import io.colonnade.sample.SampleSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Runs the queries of a sample schema in a JVM of its own and gives the answers back as text.
final class OtherProcess {
    private OtherProcess() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, Answer> answers = new LinkedHashMap<>();
        try (Connection connection = DriverManager.getConnection(arguments[0])) {
            for (SampleQuery query : SampleSchema.valueOf(arguments[1]).queries()) {
                answers.put(query.name(), SampleQueriesTest.answer(connection, query.sql()));
            }
        }
        System.out.write(text(answers).getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    static String answers(String url, SampleSchema schema) throws IOException, InterruptedException {
        Process process = start(OtherProcess.class, List.of(url, schema.name()));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("the other process ended with " + code + ": " + output);
        }
        return output;
    }

    /// A JVM like this one, on the same class path, without the flags that only make it faster.
    static Process start(Class<?> main, List<String> arguments) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath, main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static String text(Map<String, Answer> answers) {
        StringBuilder text = new StringBuilder();
        answers.forEach((name, answer) -> {
            text.append(name).append('\n');
            for (List<?> row : answer.rows()) {
                text.append(row.stream().map(OtherProcess::text).collect(Collectors.joining(" | ", "", "\n")));
            }
        });
        return text.toString();
    }

    private static String text(Object value) {
        return value instanceof Number number && !(value instanceof Double)
                ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }
}
