package io.colonnade.shell;

import io.colonnade.jdbc.frame.RowsResult;
import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.ConnectionSetting;
import io.colonnade.jdbc.service.ConnectionUrl;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.EngineInformation;
import io.colonnade.jdbc.service.EngineProvider;
import io.colonnade.jdbc.service.EngineSession;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementDescription;
import io.colonnade.jdbc.service.StatementProgress;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.jdbc.service.StatementResult;
import io.colonnade.jdbc.service.TableDescription;
import io.colonnade.jdbc.service.TableDescription.ForeignKey;
import io.colonnade.jdbc.service.TableDescription.PrimaryKey;
import io.colonnade.jdbc.service.TypeDescription;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// The database `mem:shelltest`: a few statements with fixed answers.
public final class ShellTestProvider implements EngineProvider {

    private static final ColumnDescription N = ColumnDescription.of("n", TypeDescription.INTEGER, true);
    private static final ColumnDescription TEXT = ColumnDescription.of("text", TypeDescription.VARCHAR, true);

    @Override
    public boolean accepts(ConnectionUrl url) {
        return url.name().equals("shelltest");
    }

    @Override
    public List<ConnectionSetting> settings() {
        return List.of(new ConnectionSetting("nodes", "Number of nodes", "1"));
    }

    @Override
    public EngineSession open(ConnectionUrl url) throws EngineFailure {
        if (url.settings().getOrDefault("nodes", "1").equals("0")) {
            throw EngineFailure.of("22023", "A database needs at least one node");
        }
        return new Session();
    }

    private static final class Session implements EngineSession {

        private final CountDownLatch cancelled = new CountDownLatch(1);
        private final CountDownLatch asked = new CountDownLatch(1);

        @Override
        public void setAutoCommit(boolean on) {}

        @Override
        public void setReadOnly(boolean on) {}

        @Override
        public boolean commit() {
            return false;
        }

        @Override
        public boolean rollback() {
            return false;
        }

        @Override
        public EngineInformation information() {
            List<String> none = List.of();
            return new EngineInformation(
                    "0.1.0", "colonnade", "public", List.of("public"), none, none, none, none, none);
        }

        @Override
        public StatementDescription describe(String sql) {
            return new StatementDescription(List.of(), List.of());
        }

        @Override
        public StatementResult execute(StatementRequest request) throws EngineFailure {
            String sql = request.sql();
            if (sql.contains("wrong")) {
                int line = (int) sql.substring(0, sql.indexOf("wrong")).lines().count();
                String before = sql.substring(0, sql.indexOf("wrong"));
                int column = before.length() - before.lastIndexOf('\n');
                throw EngineFailure.of("42703", "Column 'wrong' is not in table 't'")
                        .withPosition(line, column)
                        .withHint("Did you mean 'right'?");
            }
            if (sql.startsWith("select slow")) {
                awaitCancel();
                throw EngineFailure.cancelled();
            }
            if (sql.startsWith("copy")) {
                try {
                    asked.await();
                } catch (InterruptedException e) {
                    throw EngineFailure.cancelled();
                }
                return new Count(10);
            }
            if (sql.startsWith("insert")) {
                return new Count(3);
            }
            if (sql.startsWith("create")) {
                return new Count(0);
            }
            if (sql.startsWith("select many")) {
                List<List<Long>> rows =
                        LongStream.range(0, 5_000).mapToObj(List::of).toList();
                return new RowsResult(List.of(ColumnDescription.of("n", TypeDescription.BIGINT, false)), rows);
            }
            if (sql.startsWith("select types")) {
                return types();
            }
            return new RowsResult(
                    List.of(N, TEXT),
                    List.of(
                            Arrays.asList(1, "東京"),
                            Arrays.asList(null, "a,\"b\"\nc"),
                            Arrays.asList(-20, null),
                            Arrays.asList(3, "")));
        }

        @Override
        public StatementProgress progress(String queryId) {
            asked.countDown();
            return new StatementProgress(1_234_567, 25_000_000, 100_000_000);
        }

        private static StatementResult types() {
            return new RowsResult(
                    List.of(
                            ColumnDescription.of("b", TypeDescription.BOOLEAN, true),
                            ColumnDescription.of("d", TypeDescription.decimal(38, 2), true),
                            ColumnDescription.of("x", TypeDescription.DOUBLE, true),
                            ColumnDescription.of("x", TypeDescription.DOUBLE, true),
                            ColumnDescription.of("t", TypeDescription.TIMESTAMP, true)),
                    List.of(Arrays.asList(
                            true,
                            new BigDecimal("123456789012345678901234567890123456.78"),
                            Double.NaN,
                            0.5,
                            LocalDateTime.of(2020, 1, 2, 3, 4, 5, 600_000_000))));
        }

        @Override
        public void cancel(String queryId) {
            cancelled.countDown();
        }

        private void awaitCancel() {
            try {
                cancelled.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public boolean isAlive(long timeoutMillis) {
            return true;
        }

        @Override
        public List<TableDescription> tables() {
            return List.of(
                    new TableDescription(
                            "public",
                            "city",
                            "TABLE",
                            "",
                            1,
                            List.of(
                                    ColumnDescription.of("c_id", TypeDescription.INTEGER, false),
                                    ColumnDescription.of("c_name", TypeDescription.varchar(20), true)),
                            new PrimaryKey("city_pk", List.of("c_id")),
                            List.of(),
                            List.of()),
                    new TableDescription(
                            "public",
                            "sale",
                            "TABLE",
                            "",
                            1,
                            List.of(
                                    ColumnDescription.of("s_city", TypeDescription.INTEGER, false),
                                    ColumnDescription.of("s_amount", TypeDescription.decimal(12, 2), true)),
                            null,
                            List.of(new ForeignKey("sale_city", List.of("s_city"), "public", "city", List.of("c_id"))),
                            List.of()));
        }

        @Override
        public List<String> warnings() {
            return List.of("The JVM runs without its flags");
        }

        @Override
        public void close() {}
    }

    private record Count(long updateCount) implements StatementResult {

        @Override
        public List<ColumnDescription> columns() {
            return List.of();
        }

        @Override
        public ByteBuffer nextFrame() {
            return null;
        }

        @Override
        public QueryStatistics statistics() {
            return QueryStatistics.NONE;
        }

        @Override
        public void close() {}
    }
}
