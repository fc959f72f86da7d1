package io.colonnade.coordinator.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Runs a workload in a JVM of its own and writes its trace to the standard output.
final class SimulatedProcess {
    private SimulatedProcess() {}

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        String trace = SimulationTest.workload(
                        directory,
                        SimulatedWorkload.answers(directory),
                        Integer.parseInt(arguments[1]),
                        new SimulatedWorkload.Faults(true, true, true))
                .run(Long.parseLong(arguments[2]))
                .trace();
        System.out.writeBytes(trace.getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    static String trace(Path directory, int nodes, long seed) throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        SimulatedProcess.class.getName(),
                        directory.toString(),
                        String.valueOf(nodes),
                        String.valueOf(seed)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String trace = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("the other process ended with " + code);
        }
        return trace;
    }
}
