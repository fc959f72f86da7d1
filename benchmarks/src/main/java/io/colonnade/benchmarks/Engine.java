package io.colonnade.benchmarks;

import io.colonnade.sample.SampleQuery;
import io.colonnade.sample.SampleSchema;
import io.colonnade.sample.file.DataFolder;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A database under measurement, on files of its own.
public interface Engine extends AutoCloseable {
    /// What loading took: one line per step, and the seconds of the fact table's COPY with all that makes it
    /// sorted.
    record Loading(List<Step> steps) {
        /// A step of loading and the time that it took.
        public record Step(String what, double seconds) {}

        public Loading {
            steps = List.copyOf(steps);
        }

        public double seconds() {
            return steps.stream().mapToDouble(Step::seconds).sum();
        }
    }

    String name();

    /// Creates the tables of a schema from its files, sorted as the schema says or in the order of the files.
    Loading load(SampleSchema schema, DataFolder folder, boolean sorted) throws SQLException, IOException;

    Connection connection() throws SQLException;

    /// The connection on which a query is to be timed.
    default Connection connection(SampleQuery query) throws SQLException {
        return connection();
    }

    /// A further connection to the same database, for a client of its own; the caller closes it.
    Connection newConnection() throws SQLException;

    /// Bytes on disk by kind of file, after loading.
    Map<String, Long> diskUse() throws SQLException, IOException;

    /// The kinds of files that a query could not do without: all but what is derived from others.
    Set<String> dataKinds();

    /// Of the program, for people.
    String version() throws SQLException;

    @Override
    void close() throws SQLException;
}
