package io.colonnade.storage.ingest.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.storage.ingest.Loading;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that DuckDB wrote are read as DuckDB's own `read_parquet` reads them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParquetAgainstDuckDbTest {
    private static final int ROWS = 30_000;
    private static final List<ColumnDefinition> COLUMNS = List.of(
            column("id", Type.BIGINT),
            column("flag", Type.BOOLEAN),
            column("tiny", Type.SMALLINT),
            column("small", Type.SMALLINT),
            column("number", Type.INTEGER),
            column("big", Type.BIGINT),
            column("narrowed", Type.INTEGER),
            column("unsigned", Type.BIGINT),
            column("single", Type.DOUBLE),
            column("real", Type.DOUBLE),
            column("d9", Type.decimal(9, 2)),
            column("d18", Type.decimal(18, 4)),
            column("d18wide", Type.decimal(38, 6)),
            column("d38", Type.decimal(38, 10)),
            column("city", new Type.CharType(12)),
            column("comment", Type.VARCHAR),
            column("day", Type.DATE),
            column("micros", Type.TIMESTAMP),
            column("millis", Type.TIMESTAMP),
            column("nanos", Type.TIMESTAMP),
            column("nothing", Type.INTEGER));

    @TempDir
    static Path directory;

    private static ColumnDefinition column(String name, Type type) {
        return new ColumnDefinition(1, name, type, !name.equals("id"));
    }

    private final Connection connection = DriverManager.getConnection("jdbc:duckdb:");

    ParquetAgainstDuckDbTest() throws SQLException {}

    @AfterAll
    void closeConnection() throws SQLException {
        connection.close();
    }

    @BeforeAll
    void makeTable() throws SQLException {
        execute("create table t as select id, "
                + or("hash(id, 1) % 3 = 0", 7) + " flag, "
                + or("(hash(id, 2) % 250)::int - 125", 5) + "::tinyint tiny, "
                + or("(hash(id, 3) % 60000)::int - 30000", 9) + "::smallint small, "
                + or("(hash(id, 4) % 4000000000)::bigint - 2000000000", 1000) + "::integer number, "
                + or("(hash(id, 5) // 2)::bigint - 4000000000000000000", 2) + "::bigint big, "
                + or("(hash(id, 6) % 100)::bigint", 3) + " narrowed, "
                + or("(hash(id, 7) % 4294967296)", 4) + "::uinteger \"unsigned\", "
                + or("(hash(id, 8) % 1000)::float / 8", 6) + "::float single, "
                + or("(hash(id, 9) % 1000000)::double / 7", 6) + "::double \"real\", "
                + or("((hash(id, 10) % 1999999)::bigint - 999999)::decimal(9,0) / 100", 6) + "::decimal(9,2) d9, "
                + or("((hash(id, 11) % 199999999999)::bigint - 99999999999) / 10000", 6) + "::decimal(18,4) d18, "
                + or("((hash(id, 12) % 199999999999)::bigint - 99999999999) / 10000", 6) + "::decimal(18,4) d18wide, "
                + or("(((hash(id, 13) // 2)::hugeint - 4000000000000000000) * 1234567)::decimal(38,0)", 6)
                + "::decimal(38,10) d38, "
                + or("['Aachen', 'Zürich  ', '', '東京', 'São Paulo x'][1 + (hash(id, 14) % 5)::int]", 6) + " city, "
                + or("repeat('wörd ', (hash(id, 15) % 9)::int) || id", 6) + " comment, "
                + or("date '0001-01-01' + (hash(id, 16) % 3000000)::int", 6) + "::date \"day\", "
                + or("timestamp '1900-01-01' + to_microseconds((hash(id, 17) % 9000000000000000)::bigint)", 6)
                + " micros, "
                + or("timestamp '1900-01-01' + to_milliseconds((hash(id, 18) % 9000000000000)::bigint)", 6)
                + "::timestamp_ms millis, "
                + or("timestamp '1900-01-01' + to_microseconds((hash(id, 17) % 9000000000000000)::bigint)", 6)
                + "::timestamp_ns nanos, null::integer nothing "
                + "from range(" + ROWS + ") r(id) order by id");
    }

    /// The expression, or NULL in one of `every` rows, in stretches as well.
    private static String or(String expression, int every) {
        return "(case when hash(id, " + every + ") % " + every + " = 0 or (id // 5000) % 4 = 3 then null else "
                + expression + " end)";
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compression uncompressed",
                "compression snappy",
                "compression gzip, row_group_size 2048",
                "compression zstd, row_group_size 10000",
                "compression lz4",
                "compression zstd, parquet_version v2",
                "compression snappy, parquet_version v2, dictionary_size_limit 0",
                "compression uncompressed, dictionary_size_limit 0",
            })
    void readsWhatDuckDbWrote(String options) throws SQLException {
        Path file = directory.resolve("t.parquet");
        execute("copy t to '" + file + "' (format parquet, overwrite_or_ignore true, " + options + ")");
        List<List<Datum>> actual = Loading.rows(Loading.scan(COLUMNS, FileOptions.PARQUET), file);
        List<List<Datum>> expected = expected(file);
        assertThat(actual).hasSize(ROWS);
        for (int row = 0; row < ROWS; row++) {
            assertThat(actual.get(row)).as("row %d", row).isEqualTo(expected.get(row));
        }
    }

    /// DuckDB writes no checksums, so that other values may come out; but nothing may crash, leak or throw
    /// otherwise.
    @ParameterizedTest
    @ValueSource(strings = {"uncompressed", "snappy", "gzip", "zstd", "lz4"})
    void survivesDamagedFilesWithoutChecksums(String codec) throws SQLException, IOException {
        long seed = Long.getLong("colonnade.seed", System.nanoTime());
        System.out.println("ParquetAgainstDuckDbTest: -Dcolonnade.seed=" + seed);
        Random random = new Random(seed);
        Path file = directory.resolve("damaged.parquet");
        String version = random.nextBoolean() ? "v1" : "v2";
        execute("copy (from t limit 3000) to '" + file + "' (format parquet, overwrite_or_ignore true, compression "
                + codec + ", parquet_version " + version + ")");
        byte[] bytes = Files.readAllBytes(file);
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            byte[] damaged = bytes.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, damaged);
            try {
                Loading.rows(Loading.scan(COLUMNS, FileOptions.PARQUET), file);
            } catch (EngineException e) {
                refused++;
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
        assertThat(refused).isPositive();
    }

    private List<List<Datum>> expected(Path file) throws SQLException {
        List<List<Datum>> rows = new ArrayList<>();
        StringBuilder select = new StringBuilder();
        for (ColumnDefinition column : COLUMNS) {
            String name = '"' + column.name() + '"';
            select.append(select.isEmpty() ? "select " : ", ");
            select.append(
                    switch (column.type()) {
                        case Type.DateType t -> name + " - date '1970-01-01'";
                        case Type.TimestampType t -> "epoch_us(" + name + "::timestamp)";
                        case Type.CharType t -> "rtrim(" + name + ")";
                        case Type.DecimalType t -> name + "::decimal(" + t.precision() + ", " + t.scale() + ")";
                        default -> name;
                    });
        }
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(select + " from read_parquet('" + file + "')")) {
            while (result.next()) {
                List<Datum> row = new ArrayList<>();
                for (int i = 0; i < COLUMNS.size(); i++) {
                    row.add(datum(result.getObject(i + 1), COLUMNS.get(i).type()));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static Datum datum(@Nullable Object value, Type type) {
        if (value == null) {
            return Datum.NULL;
        }
        return switch (value) {
            case Boolean b -> Datum.of(b.booleanValue());
            case BigDecimal d when type.layout() == Layout.INT128 -> new Datum.Wide(d.unscaledValue());
            case BigDecimal d -> Datum.of(d.unscaledValue().longValueExact());
            case Number n when type instanceof Type.DoubleType -> Datum.of(n.doubleValue());
            case Number n -> Datum.of(n.longValue());
            default -> Datum.of(Objects.toString(value));
        };
    }
}
