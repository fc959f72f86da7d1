package io.colonnade.benchmarks.race;

import io.colonnade.benchmarks.Answer;
import io.colonnade.benchmarks.literals.Literals;
import io.colonnade.benchmarks.worker.EngineProcess;
import io.colonnade.sample.SampleQuery;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which texts are asked in which round, and whether the answers to them agree.
final class Asking {
    private final RunSetting setting;
    private final Literals literals;
    private final List<SampleQuery> queries;
    private int round;
    private int compared;
    private final List<String> differences = new ArrayList<>();

    Asking(DataSetting data, RunSetting setting) {
        this.setting = setting;
        this.literals = new Literals(data.schema(), setting.seed());
        this.queries = data.schema().queries().stream()
                .filter(query ->
                        setting.queries().isEmpty() || setting.queries().contains(query.name()))
                .toList();
        if (queries.isEmpty()) {
            throw new IllegalArgumentException("none of the queries " + setting.queries() + " is one of "
                    + data.schema().label());
        }
    }

    /// The texts of the next round, in the order of the queries.
    List<SampleQuery> next() {
        int number = round++;
        return setting.varied()
                ? queries.stream().map(query -> literals.vary(query, number)).toList()
                : queries;
    }

    List<SampleQuery> queries() {
        return queries;
    }

    /// Asks one engine for all of them.
    static List<EngineProcess.Timed> ask(EngineProcess process, List<SampleQuery> texts)
            throws IOException, SQLException {
        List<EngineProcess.Timed> answers = new ArrayList<>();
        for (SampleQuery text : texts) {
            answers.add(process.ask(text));
        }
        return answers;
    }

    void compare(SampleQuery text, Answer first, Answer second) {
        compared++;
        Optional<String> difference = first.difference(second, literals.orderedBy(text));
        if (difference.isPresent()) {
            differences.add("%s differs: %s%n%s".formatted(text.name(), difference.get(), text.sql()));
        }
    }

    /// How many answers were compared.
    int compared() {
        return compared;
    }

    /// What differed.
    List<String> differences() {
        return differences;
    }
}
