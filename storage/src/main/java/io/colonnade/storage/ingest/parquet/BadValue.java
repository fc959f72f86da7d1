package io.colonnade.storage.ingest.parquet;

import io.colonnade.core.error.ErrorCode;

/// A value that the target type cannot hold; the reader knows its row and column and tells the user.
final class BadValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Its place among the values that were being converted.
    final transient int index;

    final transient ErrorCode code;
    private final transient String value;
    private final transient String problem;

    BadValue(int index, ErrorCode code, String value, String problem) {
        super(problem, null, false, false);
        this.index = index;
        this.code = code;
        this.value = value;
        this.problem = problem;
    }

    String value() {
        return value;
    }

    String problem() {
        return problem;
    }
}
