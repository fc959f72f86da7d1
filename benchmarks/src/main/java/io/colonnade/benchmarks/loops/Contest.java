package io.colonnade.benchmarks.loops;

import io.colonnade.benchmarks.Answer;
import io.colonnade.benchmarks.CpuTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Runs contestants in turn, checks that they answer the same, and keeps their times.
final class Contest {
    /// One way to answer one query.
    record Contestant(String name, Callable<Answer> query) {}

    /// Medians of the timed runs.
    record Times(double millis, double cpuMillis) {}

    private final List<Contestant> contestants;
    private final double[][] millis;
    private final double[][] cpuMillis;

    Contest(List<Contestant> contestants, int runs) {
        this.contestants = List.copyOf(contestants);
        this.millis = new double[contestants.size()][runs];
        this.cpuMillis = new double[contestants.size()][runs];
    }

    /// One run of each; a negative number is a warm-up. Answers the first difference between two answers.
    Optional<String> round(int run) throws Exception {
        Answer first = null;
        for (int i = 0; i < contestants.size(); i++) {
            long cpu = CpuTime.nanos();
            long start = System.nanoTime();
            Answer answer = contestants.get(i).query().call();
            long end = System.nanoTime();
            if (run >= 0) {
                millis[i][run] = (end - start) / 1e6;
                cpuMillis[i][run] = (CpuTime.nanos() - cpu) / 1e6;
            }
            first = first == null ? answer : first;
            Optional<String> difference = first.difference(answer);
            if (difference.isPresent()) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "%s and %s differ: %s",
                        contestants.getFirst().name(),
                        contestants.get(i).name(),
                        difference.get()));
            }
        }
        return Optional.empty();
    }

    List<Times> times() {
        return java.util.stream.IntStream.range(0, contestants.size())
                .mapToObj(i -> new Times(median(millis[i]), median(cpuMillis[i])))
                .toList();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
