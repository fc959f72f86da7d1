package io.colonnade.benchmarks;

import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.sample.SampleQuery;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Runs a query twice on the same open database: with all memory, and with a part of what it took then.
///
/// @param url of a database that a connection holds open, with settings
public record SmallMemory(String url) {
    /// The least that a query may be limited to.
    public static final long LIMIT_MIN = 1 << 20;

    /// One run.
    public record Run(Answer answer, QueryStatistics statistics) {}

    /// Both runs of a query.
    public record Pair(SampleQuery query, long limitBytes, Run unlimited, Run limited) {
        /// What differs between the answers, empty if nothing does.
        public String difference() {
            return limited.answer().difference(unlimited.answer()).orElse("");
        }
    }

    /// The second run has `1 / divisor` of the peak of the first, but at least {@link #LIMIT_MIN}.
    public Pair run(SampleQuery query, int divisor) throws SQLException {
        return run(query, divisor, LIMIT_MIN);
    }

    /// The same, but at least `limitMin`: on many nodes even small queries need room for each of them.
    public Pair run(SampleQuery query, int divisor, long limitMin) throws SQLException {
        Run unlimited = run(query, "");
        long limit = Math.max(limitMin, unlimited.statistics().peakBytes() / divisor);
        Run limited = run(query, "&query_memory=" + limit);
        return new Pair(query, limit, unlimited, limited);
    }

    /// What the second run would have.
    public long limit(SampleQuery query, int divisor) throws SQLException {
        return Math.max(LIMIT_MIN, run(query, "").statistics().peakBytes() / divisor);
    }

    private Run run(SampleQuery query, String setting) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url + setting);
                Statement statement = connection.createStatement()) {
            Answer answer;
            try (ResultSet result = statement.executeQuery(query.sql())) {
                answer = Answer.of(result);
            }
            return new Run(answer, statement.unwrap(QueryStatistics.class));
        }
    }
}
