package io.colonnade.benchmarks.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One process that writes, from its start until it is killed.
final class Life {
    private static final long START_SECONDS = 300;
    private static final long BATCHES = 100_000;

    private final List<String> command = new ArrayList<>();

    Life(String url, long seed, int clients, int number, Path files) {
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!argument.startsWith("-agentlib") && !argument.startsWith("-javaagent")) {
                command.add(argument);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Writer.class.getName()));
        command.addAll(List.of(url, Long.toString(seed), Integer.toString(clients)));
        command.addAll(List.of(Long.toString(number * BATCHES), files.toString()));
    }

    /// Lets it live for some time after it is ready; the ledger hears all that it said. What it failed with,
    /// or null.
    @Nullable
    String run(Ledger ledger, int millis) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        CountDownLatch ready = new CountDownLatch(1);
        AtomicReference<@Nullable String> failure = new AtomicReference<>();
        Thread reader = Thread.ofPlatform().daemon().start(() -> {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("READY")) {
                        ready.countDown();
                    } else if (line.startsWith("FAILED")) {
                        failure.set(line);
                    } else {
                        ledger.hear(line);
                    }
                }
            } catch (IOException e) {
                // The process is gone.
            } finally {
                ready.countDown();
            }
        });
        boolean started = ready.await(START_SECONDS, TimeUnit.SECONDS);
        boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        reader.join();
        if (failure.get() == null && (!started || ended)) {
            return started ? "a writer ended by itself" : "a writer was not ready in time";
        }
        return failure.get();
    }
}
