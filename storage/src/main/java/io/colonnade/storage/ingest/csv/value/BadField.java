package io.colonnade.storage.ingest.csv.value;

import io.colonnade.core.error.ErrorCode;

/// A field that is no value of its column; the chunk knows file, line and text and tells the user.
public final class BadField extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Its row in the field index.
    public final transient int row;

    public final transient ErrorCode code;

    public BadField(int row, ErrorCode code, String problem) {
        super(problem, null, false, false);
        this.row = row;
        this.code = code;
    }

    /// What is wrong, such as `is not an INTEGER`.
    public String problem() {
        String problem = getMessage();
        return problem == null ? "is not a value" : problem;
    }
}
