package io.colonnade.benchmarks.race;

import io.colonnade.benchmarks.Machine;
import io.colonnade.benchmarks.figures.Figure;
import io.colonnade.benchmarks.figures.Findings;
import io.colonnade.benchmarks.figures.Metric;
import io.colonnade.benchmarks.figures.Spread;
import io.colonnade.benchmarks.worker.EngineKind;
import io.colonnade.benchmarks.worker.EngineProcess;
import io.colonnade.benchmarks.worker.ResidentMemory;
import io.colonnade.sample.Progress;
import io.colonnade.sample.SampleQuery;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The queries of a schema on each engine, each in a process of its own, first cold and then warm.
///
/// ```text
/// for each phase, which is a number of threads and a limit of memory:
///   restarts x engines   start a process, open the files, ask every query once           -> first ms, open ms
///   one process each     rounds: a row into the fact table, then every query, in turns   -> warm ms, peak bytes
/// ```
///
/// No answer can be remembered: literals change from round to round, and so does the fact table. All answers are
/// compared.
public final class Race {
    private final Databases databases;
    private final RunSetting setting;
    private final Progress progress;
    private final Asking asking;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Optional<FreshRows> fresh;

    public Race(Databases databases, RunSetting setting, Progress progress) {
        this.databases = databases;
        this.setting = setting;
        this.progress = progress;
        this.asking = new Asking(databases.setting(), setting);
        this.fresh = setting.inserting()
                ? FreshRows.of(databases.setting().schema(), databases.factRows(), setting.seed())
                : Optional.empty();
    }

    /// Runs all of it on databases that are loaded.
    public Findings run() throws IOException, InterruptedException, SQLException {
        figures.addAll(databases.figures());
        for (Phase phase : setting.phases()) {
            try {
                run(phase);
            } catch (SQLException | IOException e) {
                // Such as memory that does not suffice: the other phases tell something all the same.
                failures.add(phase.label() + " failed: " + e.getMessage());
            }
        }
        return new Findings(databases.setting().name(), facts(), figures);
    }

    private void run(Phase phase) throws IOException, InterruptedException, SQLException {
        String limit = phase.memory().equals(Phase.QUARTER) ? quarter(phase) : phase.memory();
        if (setting.restarts() > 0) {
            cold(phase.label(), phase.threads(), limit);
        }
        if (setting.runs() > 0) {
            warm(phase.label(), phase.threads(), limit);
        }
    }

    /// What differed between answers and what failed, empty if nothing did.
    public List<String> faults() {
        List<String> faults = new ArrayList<>(failures);
        faults.addAll(asking.differences());
        return faults;
    }

    private String quarter(Phase phase) throws IOException, SQLException {
        progress.say("measuring the working set");
        long bytes = WorkingSet.quarter(databases, asking, phase.threads());
        figures.add(new Figure(phase.label(), "each engine", "", Metric.LIMIT, bytes));
        return (bytes >> 10) + "KiB";
    }

    private void cold(String label, int threads, String memory) throws IOException, InterruptedException, SQLException {
        List<SampleQuery> queries = asking.queries();
        List<EngineKind> engines = databases.setting().engines();
        double[][][] first = new double[engines.size()][queries.size()][setting.restarts()];
        double[][] open = new double[engines.size()][setting.restarts()];
        double[][] ready = new double[engines.size()][setting.restarts()];
        for (int restart = 0; restart < setting.restarts(); restart++) {
            progress.say(label + ": restart " + (restart + 1));
            List<SampleQuery> texts = asking.next();
            List<List<EngineProcess.Timed>> answers = new ArrayList<>();
            for (int engine = 0; engine < engines.size(); engine++) {
                if (setting.evicting()) {
                    PageCache.evict(databases.files(engines.get(engine)));
                }
                try (EngineProcess process = databases.start(engines.get(engine), threads, memory)) {
                    open[engine][restart] = process.openMillis();
                    ready[engine][restart] = process.readyMillis();
                    answers.add(Asking.ask(process, texts));
                }
                for (int query = 0; query < queries.size(); query++) {
                    EngineProcess.Timed timed = answers.get(engine).get(query);
                    first[engine][query][restart] = timed.millis();
                    asking.compare(
                            texts.get(query), answers.getFirst().get(query).answer(), timed.answer());
                }
            }
        }
        for (int engine = 0; engine < engines.size(); engine++) {
            addQueries(label, engines.get(engine), Metric.FIRST, first[engine]);
            add(
                    label,
                    "all",
                    engines.get(engine),
                    Metric.OPEN,
                    Spread.of(open[engine]).median());
            add(
                    label,
                    "all",
                    engines.get(engine),
                    Metric.READY,
                    Spread.of(ready[engine]).median());
        }
    }

    private void warm(String label, int threads, String memory) throws IOException, SQLException {
        List<SampleQuery> queries = asking.queries();
        List<EngineProcess> processes = new ArrayList<>();
        try {
            for (EngineKind kind : databases.setting().engines()) {
                processes.add(databases.start(kind, threads, memory));
            }
            double[][][] millis = new double[processes.size()][queries.size()][setting.runs()];
            double[][][] processor = new double[processes.size()][queries.size()][setting.runs()];
            for (int round = -setting.warmups(); round < setting.runs(); round++) {
                progress.say(
                        label + (round < 0 ? ": warm-up " + (round + setting.warmups() + 1) : ": run " + (round + 1)));
                insert(processes);
                List<SampleQuery> texts = asking.next();
                for (int query = 0; query < queries.size(); query++) {
                    EngineProcess.Timed[] answers = ask(processes, texts.get(query), round);
                    for (int engine = 0; engine < answers.length; engine++) {
                        if (round >= 0) {
                            millis[engine][query][round] = answers[engine].millis();
                            processor[engine][query][round] = answers[engine].processorMillis();
                        }
                        asking.compare(texts.get(query), answers[0].answer(), answers[engine].answer());
                    }
                }
            }
            for (int engine = 0; engine < processes.size(); engine++) {
                EngineProcess process = processes.get(engine);
                addQueries(label, process.kind(), Metric.WARM, millis[engine]);
                addQueries(label, process.kind(), Metric.PROCESSOR, processor[engine]);
                addMemory(label, process);
            }
        } finally {
            for (EngineProcess process : processes) {
                process.close();
            }
        }
    }

    /// Which engine begins changes from round to round.
    private static EngineProcess.Timed[] ask(List<EngineProcess> processes, SampleQuery text, int round)
            throws IOException, SQLException {
        EngineProcess.Timed[] answers = new EngineProcess.Timed[processes.size()];
        for (int i = 0; i < answers.length; i++) {
            int engine = Math.floorMod(i + round, answers.length);
            answers[engine] = processes.get(engine).ask(text);
        }
        return answers;
    }

    private void insert(List<EngineProcess> processes) throws IOException, SQLException {
        if (fresh.isEmpty()) {
            return;
        }
        String insert =
                fresh.get().insert(processes.getFirst().ask(fresh.get().next()).answer());
        for (EngineProcess process : processes) {
            process.change(insert);
        }
    }

    private void addQueries(String label, EngineKind kind, String metric, double[][] samples) {
        List<Double> middles = new ArrayList<>();
        for (int query = 0; query < samples.length; query++) {
            Spread spread = Spread.of(samples[query]);
            double middle = metric.equals(Metric.PROCESSOR) ? spread.mean() : spread.median();
            middles.add(middle);
            add(label, asking.queries().get(query).name(), kind, metric, middle);
        }
        add(label, "sum", kind, metric, Spread.of(middles).sum());
        if (!metric.equals(Metric.PROCESSOR)) {
            add(label, "geomean", kind, metric, Spread.of(middles).geometricMean());
        }
    }

    private void addMemory(String label, EngineProcess process) throws IOException, SQLException {
        ResidentMemory memory = process.memory();
        add(label, "all", process.kind(), Metric.PEAK, memory.peak());
        add(label, "all", process.kind(), Metric.BARE, process.bare().peak());
        add(label, "all", process.kind(), Metric.ANONYMOUS, memory.anonymous());
    }

    private void add(String label, String item, EngineKind kind, String metric, double value) {
        figures.add(new Figure(label, item, kind.label(), metric, value));
    }

    private Map<String, String> facts() throws IOException, InterruptedException {
        Map<String, String> facts = Machine.facts();
        databases.versions().forEach((kind, version) -> facts.put(kind.label(), version));
        facts.put(
                "how",
                "%d restart(s), %d run(s) after %d warm-up(s), %s, %s, %d node(s)"
                        .formatted(
                                setting.restarts(),
                                setting.runs(),
                                setting.warmups(),
                                setting.varied() ? "literals of seed " + setting.seed() : "literals as written",
                                fresh.isPresent() ? "a row inserted before each round" : "no inserts",
                                databases.setting().nodes()));
        facts.put(
                "page cache",
                setting.evicting()
                        ? "emptied of the databases' files before each restart"
                        : "as it was: it holds the files that were just written and read, if there is room");
        facts.put(
                "start",
                EngineProcess.startsFromArchive()
                        ? "Colonnade's processes start from the archive of classes that the shell has"
                        : "Colonnade's processes start without an archive of classes");
        facts.put("heap", heap() + " for Colonnade, 512 MiB for the JVM that DuckDB's driver runs in");
        if (!failures.isEmpty()) {
            facts.put("failures", String.join("; ", failures));
        }
        facts.put(
                "answers",
                asking.differences().isEmpty()
                        ? asking.compared() + " compared, all equal"
                        : asking.compared() + " compared, "
                                + asking.differences().size() + " DIFFER");
        return facts;
    }

    private String heap() {
        int heap = databases.setting().heapMiB();
        return (heap > 0 ? heap : Runtime.getRuntime().maxMemory() >> 20) + " MiB";
    }
}
