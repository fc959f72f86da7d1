package io.colonnade.storage.load;

import java.util.List;

/// One load into one table on one node.
///
/// ```text
/// appender() per thread --> append(page)* --> close()      by the threads that produce rows
/// finish()                                                 once, after all appenders were closed
/// job.run() for each job                                   by any threads, in any order, side by side
/// close()                                                  frees the buffered rows and temporary files, always
/// ```
///
/// The segments of the jobs are durable when `run` returns, and invisible until a commit lists them.
/// *On failure* {@link #abort} instead of `close` also removes the segments made so far; call it when no appender
/// and no job is running any more. Both may be called again and do nothing then.
public interface LoadSession extends AutoCloseable {
    Appender appender();

    List<LoadJob> finish();

    /// Rows taken so far, of all appenders.
    long rows();

    /// Bytes written to temporary files so far.
    long spilledBytes();

    void abort();

    @Override
    void close();
}
