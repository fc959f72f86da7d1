package io.colonnade.exec.task;

import java.util.concurrent.CompletableFuture;

/// How a source answers when it is asked for its next morsel.
public sealed interface Step {
    Step MORE = new More();
    Step FINISHED = new Finished();

    /// There may be more: ask again.
    record More() implements Step {}

    /// There is nothing more for this driver.
    record Finished() implements Step {}

    /// Ask again when the future is done; if it fails, the task fails with its cause.
    record Blocked(CompletableFuture<?> until) implements Step {}
}
