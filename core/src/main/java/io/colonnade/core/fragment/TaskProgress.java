package io.colonnade.core.fragment;

/// How far tasks that read files have come: rows read, and bytes of the files as they lie on disk.
public record TaskProgress(long rows, long bytesDone, long bytesTotal) {
    public static final TaskProgress NONE = new TaskProgress(0, 0, 0);

    public TaskProgress plus(TaskProgress other) {
        return new TaskProgress(rows + other.rows, bytesDone + other.bytesDone, bytesTotal + other.bytesTotal);
    }
}
