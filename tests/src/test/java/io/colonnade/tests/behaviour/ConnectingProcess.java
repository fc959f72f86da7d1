package io.colonnade.tests.behaviour;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/// A JVM of its own that opens a URL and says how that went: `connected`, or SQLSTATE and message.
final class ConnectingProcess {
    private ConnectingProcess() {}

    public static void main(String[] arguments) {
        try {
            DriverManager.getConnection(arguments[0]).close();
            System.out.print("connected");
        } catch (SQLException e) {
            System.out.print(e.getSQLState() + " " + e.getMessage());
        }
    }

    static String run(String url) throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        ConnectingProcess.class.getName(),
                        url))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
