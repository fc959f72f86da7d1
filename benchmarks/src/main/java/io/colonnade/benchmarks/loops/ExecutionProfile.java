package io.colonnade.benchmarks.loops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/// Where a piece of work spends its processor time, by samples of Java Flight Recorder.
///
/// A sample belongs to the first method of ours on its stack, and that method's package is its part of the engine.
final class ExecutionProfile {
    private static final String OURS = "io.colonnade.";
    private static final String SAMPLE = "jdk.CPUTimeSample";
    private static final int METHODS_SHOWN = 16;

    private final Map<String, Integer> parts = new HashMap<>();
    private final Map<String, Integer> methods = new HashMap<>();
    private int samples;

    private ExecutionProfile() {}

    /// Repeats `work` for a while and samples it every half a millisecond of processor time.
    static ExecutionProfile of(Callable<?> work, Duration time) throws Exception {
        Path file = Files.createTempFile("colonnade-profile", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(SAMPLE).with("throttle", "500us");
            recording.start();
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end) {
                work.call();
            }
            recording.stop();
            recording.dump(file);
            return read(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static ExecutionProfile read(Path file) throws IOException {
        ExecutionProfile profile = new ExecutionProfile();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                RecordedStackTrace stack = event.getStackTrace();
                if (event.getEventType().getName().equals(SAMPLE) && stack != null) {
                    profile.add(stack.getFrames());
                }
            }
        }
        return profile;
    }

    private void add(List<RecordedFrame> frames) {
        String part = "(not ours)";
        String method = "(not ours)";
        for (RecordedFrame frame : frames) {
            String type = frame.getMethod().getType().getName();
            if (frame.isJavaFrame() && type.startsWith(OURS)) {
                String name = type.substring(OURS.length());
                part = name.substring(0, name.lastIndexOf('.'));
                method = name.substring(name.lastIndexOf('.') + 1) + "."
                        + frame.getMethod().getName();
                break;
            }
        }
        samples++;
        parts.merge(part, 1, Integer::sum);
        methods.merge(part + " " + method, 1, Integer::sum);
    }

    void print() {
        System.out.printf(Locale.ROOT, "    %d samples, by package and by method%n", samples);
        print(parts, Integer.MAX_VALUE);
        System.out.println();
        print(methods, METHODS_SHOWN);
    }

    private void print(Map<String, Integer> counts, int most) {
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(most)
                .filter(entry -> entry.getValue() * 200L > samples)
                .forEach(entry -> System.out.printf(
                        Locale.ROOT, "    %5.1f %%  %s%n", 100.0 * entry.getValue() / samples, entry.getKey()));
    }
}
