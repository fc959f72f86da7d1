package io.colonnade.coordinator.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/// Records whatever threads of a task pool wait for: every park, sleep, wait and socket operation.
///
/// A thread without work waits in the pool, and a lock that another thread holds for a moment may be waited
/// for (longer if the machine has no time for that thread); all else is waiting inside a task.
final class PoolParks implements AutoCloseable {
    private static final Duration LOCK_MAX = Duration.ofSeconds(2);
    private static final List<String> EVENTS = List.of(
            "jdk.ThreadPark",
            "jdk.ThreadSleep",
            "jdk.JavaMonitorWait",
            "jdk.JavaMonitorEnter",
            "jdk.SocketRead",
            "jdk.SocketWrite");

    private final Recording recording = new Recording();
    private final String threads;

    /// Begins to record threads whose names begin with `threads`.
    PoolParks(String threads) {
        this.threads = threads;
        EVENTS.forEach(event -> recording
                .enable(event)
                .withThreshold(event.equals("jdk.JavaMonitorEnter") ? LOCK_MAX : Duration.ZERO)
                .withStackTrace());
        recording.start();
    }

    /// What was found: how often threads without work waited, and each kind of waiting inside a task with its
    /// stack.
    record Findings(long idle, Map<String, Long> inTasks) {}

    Findings stop() throws IOException {
        recording.stop();
        Path file = Files.createTempFile("parks", ".jfr");
        try {
            recording.dump(file);
            long idle = 0;
            List<String> found = new ArrayList<>();
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                RecordedThread thread = event.getThread();
                if (thread == null
                        || thread.getJavaName() == null
                        || !thread.getJavaName().startsWith(threads)) {
                    continue;
                }
                List<RecordedFrame> frames = event.getStackTrace() == null
                        ? List.of()
                        : event.getStackTrace().getFrames();
                boolean initializes = event.getEventType().getName().equals("jdk.JavaMonitorWait")
                        && !isIn(frames, "Object", "wait0")
                        && !isIn(frames, "Object", "wait");
                if (initializes) {
                    // Another thread is initializing the same class, once in the life of the process.
                    continue;
                }
                if (isIn(frames, "TaskPool", "take")) {
                    idle++;
                } else if (!isIn(frames, "ReentrantLock", "lock")
                        || event.getDuration().compareTo(LOCK_MAX) > 0) {
                    found.add(event.getEventType().getName() + " of "
                            + event.getDuration().toMillis() / 100 + "00 ms\n" + text(frames));
                }
            }
            return new Findings(idle, found.stream().collect(Collectors.groupingBy(f -> f, Collectors.counting())));
        } finally {
            Files.delete(file);
        }
    }

    private static boolean isIn(List<RecordedFrame> frames, String type, String method) {
        return frames.stream()
                .anyMatch(frame -> frame.getMethod().getType().getName().endsWith("." + type)
                        && frame.getMethod().getName().equals(method));
    }

    private static String text(List<RecordedFrame> frames) {
        return frames.stream()
                .limit(12)
                .map(frame -> "    " + frame.getMethod().getType().getName() + "."
                        + frame.getMethod().getName() + ":" + frame.getLineNumber())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        recording.close();
    }
}
