package io.colonnade.benchmarks.compare;

import io.colonnade.benchmarks.Answer;
import io.colonnade.benchmarks.figures.Difference;
import io.colonnade.benchmarks.figures.Spread;
import io.colonnade.benchmarks.literals.Literals;
import io.colonnade.benchmarks.worker.EngineKind;
import io.colonnade.benchmarks.worker.EngineProcess;
import io.colonnade.benchmarks.worker.EngineSetting;
import io.colonnade.sample.Progress;
import io.colonnade.sample.SampleQuery;
import io.colonnade.sample.SampleSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The same queries on the engines of two commits, in several processes of each, by turns.
///
/// ```text
/// A load   B load   |  A  B   B  A   A  B   ..     a process each: warm-ups, then runs
///                      one median of each query for each process: these are compared
/// ```
///
/// What is decided anew with each process, such as what the JVM inlines, counts as noise; what happens on the
/// machine meets both.
public final class Trial {
    private static final long DRAWS_SEED = 1;

    /// How much is run.
    ///
    /// @param processes of each commit
    /// @param warmups rounds in each process before those that count
    /// @param runs rounds that count
    /// @param threads of a query
    /// @param processorTime whether processor time is compared instead of elapsed time
    public record Amount(int processes, int warmups, int runs, int threads, boolean processorTime) {}

    private final SampleSchema schema;
    private final List<SampleQuery> queries;
    private final List<Tree> trees;
    private final Amount amount;
    private final Progress progress;
    private final Literals literals;

    public Trial(
            SampleSchema schema,
            List<SampleQuery> queries,
            List<Tree> trees,
            Amount amount,
            long seed,
            Progress progress) {
        this.schema = schema;
        this.queries = List.copyOf(queries);
        this.trees = List.copyOf(trees);
        this.amount = amount;
        this.progress = progress;
        this.literals = new Literals(schema, seed);
    }

    /// The differences of each query and of their sum, the first commit being the one before.
    ///
    /// @param data where the files to load lie
    /// @param scratch where the databases go
    public Map<String, Difference> run(double scale, Path data, Path scratch) throws IOException, SQLException {
        for (int side = 0; side < trees.size(); side++) {
            progress.say(trees.get(side).name() + ": loading");
            try (EngineProcess process = start(side, scratch)) {
                process.load(schema, scale, true, data);
            }
        }
        double[][][] samples = new double[trees.size()][queries.size() + 1][amount.processes()];
        for (int number = 0; number < amount.processes(); number++) {
            List<List<Answer>> answers = new ArrayList<>(List.of(List.of(), List.of()));
            for (int turn = 0; turn < trees.size(); turn++) {
                int side = (turn + number) % trees.size();
                progress.say(
                        "process %d of %s".formatted(number + 1, trees.get(side).name()));
                answers.set(side, one(side, number, scratch, samples[side]));
            }
            check(number, answers.getFirst(), answers.getLast());
        }
        Map<String, Difference> differences = new LinkedHashMap<>();
        for (int query = 0; query <= queries.size(); query++) {
            String name = query == queries.size() ? "sum" : queries.get(query).name();
            differences.put(name, Difference.of(samples[0][query], samples[1][query], DRAWS_SEED));
        }
        return differences;
    }

    private EngineProcess start(int side, Path scratch) throws IOException, SQLException {
        EngineSetting setting = new EngineSetting(scratch.resolve("side" + side), 1, amount.threads(), "", 0);
        return EngineProcess.start(
                EngineKind.COLONNADE, setting, trees.get(side).classPath());
    }

    /// One process; its answers of the last round.
    private List<Answer> one(int side, int number, Path scratch, double[][] samples) throws IOException, SQLException {
        List<List<Double>> times = new ArrayList<>();
        queries.forEach(query -> times.add(new ArrayList<>()));
        List<Answer> answers = new ArrayList<>();
        try (EngineProcess process = start(side, scratch)) {
            for (int round = -amount.warmups(); round < amount.runs(); round++) {
                answers.clear();
                for (int query = 0; query < queries.size(); query++) {
                    EngineProcess.Timed timed = process.ask(text(query, number, round));
                    answers.add(timed.answer());
                    if (round >= 0) {
                        times.get(query).add(amount.processorTime() ? timed.processorMillis() : timed.millis());
                    }
                }
            }
        }
        double sum = 0;
        for (int query = 0; query < queries.size(); query++) {
            Spread spread = Spread.of(times.get(query));
            double middle = amount.processorTime() ? spread.mean() : spread.median();
            samples[query][number] = middle;
            sum += middle;
        }
        samples[queries.size()][number] = sum;
        return answers;
    }

    private SampleQuery text(int query, int number, int round) {
        int texts = amount.warmups() + amount.runs();
        return literals.vary(queries.get(query), number * texts + amount.warmups() + round);
    }

    private void check(int number, List<Answer> before, List<Answer> after) throws SQLException {
        for (int query = 0; query < queries.size(); query++) {
            Optional<String> difference =
                    before.get(query).difference(after.get(query), literals.orderedBy(queries.get(query)));
            if (difference.isPresent()) {
                throw new SQLException("the answers of the two differ: %s%n%s"
                        .formatted(
                                difference.get(),
                                text(query, number, amount.runs() - 1).sql()));
            }
        }
    }
}
