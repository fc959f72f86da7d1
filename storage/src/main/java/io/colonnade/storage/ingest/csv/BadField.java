package io.colonnade.storage.ingest.csv;

import io.colonnade.core.error.ErrorCode;

/// A field that is no value of its column; the chunk knows file, line and text and tells the user.
final class BadField extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Its row in the field index.
    final transient int row;

    final transient ErrorCode code;

    BadField(int row, ErrorCode code, String problem) {
        super(problem, null, false, false);
        this.row = row;
        this.code = code;
    }

    /// What is wrong, such as `is not an INTEGER`.
    String problem() {
        String problem = getMessage();
        return problem == null ? "is not a value" : problem;
    }
}
