package io.colonnade.benchmarks.fixed;

import io.colonnade.benchmarks.ColonnadeEngine;
import io.colonnade.benchmarks.Machine;
import io.colonnade.benchmarks.figures.Figure;
import io.colonnade.benchmarks.figures.Findings;
import io.colonnade.benchmarks.figures.Metric;
import io.colonnade.benchmarks.figures.Spread;
import io.colonnade.benchmarks.literals.Literals;
import io.colonnade.benchmarks.race.Databases;
import io.colonnade.sample.Progress;
import io.colonnade.sample.SampleData;
import io.colonnade.sample.SampleQuery;
import io.colonnade.sample.SampleSchema;
import io.colonnade.sample.file.FileFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Costs that do not depend on how many rows there are.
///
/// ```text
/// trivial    select 1, as text and prepared, on a warm engine
/// few rows   the star schema's queries at scale 0.01, where scanning takes nearly nothing, other literals each time
/// shell      ./colonnade shell -c 'select 1', from its start to its end
/// ```
///
/// @param rounds of the trivial query; a fiftieth as many of the others
/// @param shells how often the shell is started; 0: never
public record FixedCosts(int rounds, int shells, int threads) {
    /// Items of the findings.
    public static final String TEXT = "select 1 as text";

    public static final String PREPARED = "select 1 prepared";
    public static final String SHELL = "shell -c 'select 1'";

    /// The setting under which the star schema's queries stand.
    public static final String FEW_ROWS = "scale 0.01";

    private static final String NAME = "colonnade";
    private static final double SCALE = 0.01;
    private static final int QUERY_SHARE = 50;

    public Findings run(Progress progress) throws IOException, InterruptedException, SQLException {
        List<Figure> figures = new ArrayList<>();
        try (ColonnadeEngine engine = ColonnadeEngine.inMemory(threads)) {
            trivial(engine.connection(), progress, figures);
            fewRows(engine, progress, figures);
        }
        Path launcher = Path.of(System.getProperty("colonnade.root", "."), "colonnade");
        if (shells > 0 && Files.isExecutable(launcher)) {
            shell(launcher.toAbsolutePath(), progress, figures);
        }
        Map<String, String> facts = Machine.facts();
        facts.put(
                "how",
                String.format(
                        Locale.ROOT,
                        "medians of %d trivial queries, %d of each other one, %d starts of the shell",
                        rounds,
                        rounds / QUERY_SHARE,
                        shells));
        return new Findings("fixed costs", facts, figures);
    }

    private void trivial(Connection connection, Progress progress, List<Figure> figures) throws SQLException {
        progress.say("trivial queries");
        try (Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement("select 1")) {
            double[] text = new double[rounds];
            double[] known = new double[rounds];
            for (int round = -rounds; round < rounds; round++) {
                long start = System.nanoTime();
                try (ResultSet result = statement.executeQuery("select 1")) {
                    result.next();
                }
                long middle = System.nanoTime();
                try (ResultSet result = prepared.executeQuery()) {
                    result.next();
                }
                if (round >= 0) {
                    text[round] = (middle - start) / 1e6;
                    known[round] = (System.nanoTime() - middle) / 1e6;
                }
            }
            add(figures, "", TEXT, Spread.of(text));
            add(figures, "", PREPARED, Spread.of(known));
        }
    }

    private void fewRows(ColonnadeEngine engine, Progress progress, List<Figure> figures)
            throws IOException, InterruptedException, SQLException {
        SampleSchema schema = SampleSchema.SSB;
        engine.load(
                schema,
                new SampleData(schema, SCALE, SampleData.DEFAULT_SEED, FileFormat.CSV)
                        .under(Databases.root(), 1, progress),
                true);
        progress.say("queries on few rows");
        Literals literals = new Literals(schema, 1);
        int runs = Math.max(1, rounds / QUERY_SHARE);
        double[][] millis = new double[schema.queries().size()][runs];
        List<Double> medians = new ArrayList<>();
        for (int round = -runs; round < runs; round++) {
            for (int query = 0; query < millis.length; query++) {
                SampleQuery text = literals.vary(schema.queries().get(query), round);
                long start = System.nanoTime();
                try (Statement statement = engine.connection().createStatement();
                        ResultSet result = statement.executeQuery(text.sql())) {
                    while (result.next()) {
                        result.getObject(1);
                    }
                }
                if (round >= 0) {
                    millis[query][round] = (System.nanoTime() - start) / 1e6;
                }
            }
        }
        for (int query = 0; query < millis.length; query++) {
            Spread spread = Spread.of(millis[query]);
            medians.add(spread.median());
            add(figures, FEW_ROWS, schema.queries().get(query).name(), spread);
        }
        figures.add(new Figure(
                FEW_ROWS, "geomean", NAME, Metric.WARM, Spread.of(medians).geometricMean()));
    }

    private void shell(Path launcher, Progress progress, List<Figure> figures)
            throws IOException, InterruptedException {
        progress.say("starting the shell");
        double[] millis = new double[shells];
        // The first one builds, if the tree is newer than the last build.
        for (int run = -1; run < shells; run++) {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(launcher.toString(), "shell", "-c", "select 1")
                    .redirectErrorStream(true)
                    .start();
            byte[] output = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new IOException(
                        "the shell failed: " + new String(output, java.nio.charset.StandardCharsets.UTF_8));
            }
            if (run >= 0) {
                millis[run] = (System.nanoTime() - start) / 1e6;
            }
        }
        add(figures, "", SHELL, Spread.of(millis));
    }

    private static void add(List<Figure> figures, String setting, String item, Spread spread) {
        figures.add(new Figure(setting, item, NAME, Metric.WARM, spread.median()));
        figures.add(new Figure(setting, item, NAME, Metric.P95, spread.quantile(0.95)));
    }
}
