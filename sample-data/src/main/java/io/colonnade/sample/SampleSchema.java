package io.colonnade.sample;

import io.colonnade.sample.retail.RetailTables;
import io.colonnade.sample.ssb.SsbTables;
import io.colonnade.sample.table.SampleTable;
import io.colonnade.sample.tpch.TpchTables;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A schema that comes with its data and its queries.
///
/// ```
/// SampleSchema.SSB .createStatements()  .tables(scale, seed)  .queries()
/// ```
///
/// The texts lie beside this class, in `ssb/`, `retail/` and `tpch/`: `schema.sql`, and a file for each
/// query. Those of TPC-H's queries are the TPC's; they come with another project's tests, whose jar the
/// benchmarks have on their class path.
public enum SampleSchema {
    /// The Star Schema Benchmark: one fact table, four dimensions, thirteen queries.
    SSB("q1.1 q1.2 q1.3 q2.1 q2.2 q2.3 q3.1 q3.2 q3.3 q3.4 q4.1 q4.2 q4.3"),

    /// A retail chain as a snowflake: one fact table, eight dimensions up to three joins away, six queries.
    RETAIL("r1 r2 r3 r4 r5 r6"),

    /// TPC-H: orders and their lines, customers, parts and their suppliers, twenty-two queries.
    TPCH("q1 q2 q3 q4 q5 q6 q7 q8 q9 q10 q11 q12 q13 q14 q15 q16 q17 q18 q19 q20 q21 q22");

    /// Those that need nothing but this module, as a list for demonstrations.
    public static final List<SampleSchema> OWN = List.of(SSB, RETAIL);

    private final List<String> queryNames;

    SampleSchema(String queryNames) {
        this.queryNames = List.of(queryNames.split(" "));
    }

    /// The name on the command line: `ssb`, `retail`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What makes the rows; a table comes after those that it refers to.
    public List<SampleTable> tables(double scale, long seed) {
        return switch (this) {
            case SSB -> SsbTables.at(scale, seed);
            case RETAIL -> RetailTables.at(scale, seed);
            case TPCH -> TpchTables.at(scale);
        };
    }

    /// One CREATE TABLE statement for each table, in the order of [#tables].
    public List<String> createStatements() {
        List<String> statements = new ArrayList<>();
        for (String statement : withoutComments(resource("schema.sql")).split(";")) {
            if (!statement.isBlank()) {
                statements.add(statement.strip());
            }
        }
        return List.copyOf(statements);
    }

    /// The queries in their order.
    public List<SampleQuery> queries() {
        return queryNames.stream().map(this::query).toList();
    }

    private SampleQuery query(String name) {
        if (this == TPCH) {
            String text = resource("/tpch/" + name + ".sql");
            return new SampleQuery(
                    name, "TPC-H " + name + ".", withoutComments(text).strip());
        }
        String text = resource(name + ".sql");
        String title = text.lines().findFirst().orElseThrow().replaceFirst("^-- ", "");
        return new SampleQuery(name, title, withoutComments(text).strip());
    }

    private String resource(String file) {
        String path = file.startsWith("/") ? file : label() + "/" + file;
        try (InputStream stream = SampleSchema.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + path + " is missing beside " + SampleSchema.class
                        + (file.startsWith("/") ? "; the benchmarks have it on their class path" : ""));
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String withoutComments(String sql) {
        StringBuilder text = new StringBuilder();
        sql.lines()
                .filter(line -> !line.startsWith("--"))
                .forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
