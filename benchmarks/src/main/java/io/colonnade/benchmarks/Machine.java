package io.colonnade.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Where and of what the figures are: processor, JVM, commit.
public final class Machine {
    private Machine() {}

    /// The same, one by one, with the memory and the day.
    public static Map<String, String> facts() throws IOException, InterruptedException {
        Map<String, String> facts = new TreeMap<>();
        facts.put("processor", processor() + ", " + Runtime.getRuntime().availableProcessors() + " processor(s)");
        facts.put("memory", memory());
        facts.put("jvm", "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
        facts.put("commit", commit());
        facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        return facts;
    }

    private static String memory() throws IOException {
        Path info = Path.of("/proc/meminfo");
        if (Files.isReadable(info)) {
            long kib = Long.parseLong(Files.readAllLines(info).getFirst().replaceAll("\\D", ""));
            return String.format(Locale.ROOT, "%.0f GiB", kib / (double) (1 << 20));
        }
        return "unknown";
    }

    public static String describe() throws IOException, InterruptedException {
        return "%s, %d processor(s); Java %s (%s); commit %s"
                .formatted(
                        processor(),
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version(),
                        System.getProperty("java.vendor"),
                        commit());
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (Files.isReadable(info)) {
            for (String line : Files.readAllLines(info)) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        }
        return System.getProperty("os.arch");
    }

    private static String commit() throws InterruptedException {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=10")
                    .directory(
                            Path.of(System.getProperty("colonnade.root", ".")).toFile())
                    .start();
            String answer = new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return git.waitFor(5, TimeUnit.SECONDS) && git.exitValue() == 0 ? answer.strip() : "unknown";
        } catch (IOException noGit) {
            return "unknown";
        }
    }
}
