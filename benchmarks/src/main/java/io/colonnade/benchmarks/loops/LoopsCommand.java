package io.colonnade.benchmarks.loops;

import io.colonnade.benchmarks.Answer;
import io.colonnade.benchmarks.ColonnadeEngine;
import io.colonnade.benchmarks.Machine;
import io.colonnade.sample.Progress;
import io.colonnade.sample.SampleData;
import io.colonnade.sample.SampleQuery;
import io.colonnade.sample.SampleSchema;
import io.colonnade.sample.file.DataFolder;
import io.colonnade.sample.file.FileFormat;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./colonnade bench loops --scale 10`: SSB Q1.1, Q2.1, Q3.1 and Q4.1 on the engine, through JDBC, side by side with
/// the same queries written by hand over arrays of the same rows.
///
/// The engine holds the tables in memory, the fact table in the order of its files, so that zone maps exclude nothing.
/// The loops are run twice, with plain Java and with the Vector API, and the faster one is the yardstick.
@Command(
        name = "loops",
        mixinStandardHelpOptions = true,
        description = "Times four SSB queries side by side with the same written by hand in Java.",
        footer = {"", "Example:", "  ./colonnade bench loops --scale 10 --runs 7 --warmups 5 --profile"})
public final class LoopsCommand implements Callable<Integer> {
    private static final List<BiFunction<Star, Supplier<Conditions>, HandQuery>> QUERIES =
            List.of(DiscountQuery::new, BrandQuery::new, TradeQuery::new, ProfitQuery::new);

    private static final Duration PROFILED = Duration.ofSeconds(6);

    @Option(names = "--scale", defaultValue = "1", description = "scale factor (default: 1)")
    private double scale = 1;

    @Option(names = "--runs", defaultValue = "7", description = "timed runs of each query (default: 7)")
    private int runs = 7;

    @Option(names = "--warmups", defaultValue = "5", description = "runs before those (default: 5)")
    private int warmups = 5;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "threads of the engine and of the loops (default: 2)")
    private int threads = 2;

    @Option(
            names = "--profile",
            description = {
                "tell where the engine's time goes; methods exactly with",
                "COLONNADE_JAVA_OPTS='-XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints'"
            })
    private boolean profile;

    @Override
    public Integer call() throws Exception {
        Progress progress = new Progress(System.err);
        Path root = Path.of(System.getProperty("colonnade.root", "."), ".data").toAbsolutePath();
        DataFolder folder = new SampleData(SampleSchema.SSB, scale, SampleData.DEFAULT_SEED, FileFormat.CSV)
                .under(root, Runtime.getRuntime().availableProcessors(), progress);
        print("%s%n", Machine.describe());
        print(
                "ssb scale %s in memory, in file order, %d thread(s), %d MiB heap, %d run(s) after %d warm-up(s)%n",
                scale, threads, Runtime.getRuntime().maxMemory() >> 20, runs, warmups);
        try (ColonnadeEngine engine = ColonnadeEngine.inMemory(threads);
                Morsels morsels = new Morsels(threads)) {
            progress.say("loading");
            print(
                    "loaded in %.2f s%n",
                    engine.load(SampleSchema.SSB, folder, false).seconds());
            progress.say("reading the loops' columns");
            Connection connection = engine.connection();
            Star star = Star.read(connection);
            print(
                    "loops: %,d rows, %,.0f MB of columns%n",
                    star.fact().rows, star.fact().bytes() / 1e6);
            return compare(connection, star, morsels, progress) ? 0 : 1;
        }
    }

    private boolean compare(Connection connection, Star star, Morsels morsels, Progress progress) throws Exception {
        List<String> names = new ArrayList<>();
        List<HandQuery> byHand = new ArrayList<>();
        List<Contest> contests = new ArrayList<>();
        for (BiFunction<Star, Supplier<Conditions>, HandQuery> query : QUERIES) {
            HandQuery plain = query.apply(star, PlainConditions::new);
            HandQuery vector = query.apply(star, VectorConditions::new);
            String sql = sql(plain.name());
            names.add(plain.name());
            byHand.add(vector);
            contests.add(new Contest(
                    List.of(
                            new Contest.Contestant("engine", () -> answer(connection, sql)),
                            new Contest.Contestant("plain loops", () -> plain.run(morsels)),
                            new Contest.Contestant("vector loops", () -> vector.run(morsels))),
                    runs));
        }
        for (int round = -warmups; round < runs; round++) {
            progress.say(round < 0 ? "warm-up " + (round + warmups + 1) : "run " + (round + 1));
            for (int i = 0; i < contests.size(); i++) {
                Optional<String> difference = contests.get(i).round(round);
                if (difference.isPresent()) {
                    print("%s: %s%n", names.get(i), difference.get());
                    return false;
                }
            }
        }
        report(names, contests);
        if (profile) {
            for (HandQuery query : byHand) {
                progress.say("profile of " + query.name());
                profile(connection, query, morsels);
            }
        }
        return true;
    }

    private static void report(List<String> names, List<Contest> contests) {
        print(
                "%n%-7s%12s%12s%12s%8s   %12s%12s%12s%8s%n",
                "query",
                "engine ms",
                "plain ms",
                "vector ms",
                "ratio",
                "engine cpu",
                "plain cpu",
                "vector cpu",
                "ratio");
        for (int i = 0; i < names.size(); i++) {
            List<Contest.Times> times = contests.get(i).times();
            Contest.Times engine = times.get(0);
            Contest.Times plain = times.get(1);
            Contest.Times vector = times.get(2);
            print(
                    "%-7s%12.2f%12.2f%12.2f%8.2f   %12.2f%12.2f%12.2f%8.2f%n",
                    names.get(i),
                    engine.millis(),
                    plain.millis(),
                    vector.millis(),
                    engine.millis() / Math.min(plain.millis(), vector.millis()),
                    engine.cpuMillis(),
                    plain.cpuMillis(),
                    vector.cpuMillis(),
                    engine.cpuMillis() / Math.min(plain.cpuMillis(), vector.cpuMillis()));
        }
        print("medians; ratio: the engine's to the faster loops'; all answers equal, in order%n");
    }

    private static void profile(Connection connection, HandQuery byHand, Morsels morsels) throws Exception {
        String sql = sql(byHand.name());
        print("%n%s%n", byHand.name());
        answer(connection, "EXPLAIN ANALYZE " + sql).rows().forEach(row -> print("  %s%n", row.getFirst()));
        print("  the engine:%n");
        ExecutionProfile.of(() -> answer(connection, sql), PROFILED).print();
        print("  vector loops:%n");
        ExecutionProfile.of(() -> byHand.run(morsels), PROFILED).print();
    }

    private static String sql(String name) {
        return SampleSchema.SSB.queries().stream()
                .filter(query -> query.name().equals(name))
                .map(SampleQuery::sql)
                .findFirst()
                .orElseThrow();
    }

    private static Answer answer(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return Answer.of(result);
        }
    }

    private static void print(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, format, arguments);
    }
}
