package io.colonnade.exec.task;

import io.colonnade.core.error.EngineException;

/// Unwinds a thread of a task that has been cancelled; what the task fails with is its reason.
final class TaskCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final EngineException reason;

    TaskCancelledException(EngineException reason) {
        super(reason.message(), reason, false, false);
        this.reason = reason;
    }

    EngineException reason() {
        return reason;
    }
}
