package io.colonnade.storage.ingest.parquet.conversion;

import io.colonnade.core.error.ErrorCode;

/// A value that the target type cannot hold; the reader knows its row and column and tells the user.
public final class BadValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Its place among the values that were being converted.
    public final transient int index;

    public final transient ErrorCode code;
    private final transient String value;
    private final transient String problem;

    public BadValue(int index, ErrorCode code, String value, String problem) {
        super(problem, null, false, false);
        this.index = index;
        this.code = code;
        this.value = value;
        this.problem = problem;
    }

    public String value() {
        return value;
    }

    public String problem() {
        return problem;
    }
}
