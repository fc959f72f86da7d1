package io.colonnade.benchmarks.fuzz;

import io.colonnade.benchmarks.fuzz.check.CheckKind;
import io.colonnade.benchmarks.fuzz.check.Verdict;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Counts what came of the checks.
public final class Tally {
    private static final int REASONS_SHOWN = 15;

    private final Map<CheckKind, int[]> counts = new EnumMap<>(CheckKind.class);
    private final Map<String, Integer> unsupported = new TreeMap<>();
    private final Map<String, Integer> noOracle = new TreeMap<>();
    private final Map<String, Integer> bothFailed = new TreeMap<>();
    private int checks;
    private int empty;
    private int faults;

    void add(CheckKind kind, Verdict verdict) {
        checks++;
        int[] row = counts.computeIfAbsent(kind, _ -> new int[5]);
        switch (verdict) {
            case Verdict.Agreed agreed -> {
                row[0]++;
                empty += agreed.rows() == 0 ? 1 : 0;
            }
            case Verdict.BothFailed failed -> {
                row[1]++;
                bothFailed.merge(failed.reason(), 1, Integer::sum);
            }
            case Verdict.Unsupported reason -> {
                row[2]++;
                unsupported.merge(reason.reason(), 1, Integer::sum);
            }
            case Verdict.NoOracle reason -> {
                row[3]++;
                noOracle.merge(reason.reason(), 1, Integer::sum);
            }
            case Verdict.Fault _ -> {
                row[4]++;
                faults++;
            }
        }
    }

    /// A fault that no single check showed.
    void addFault() {
        faults++;
    }

    public int checks() {
        return checks;
    }

    public int faults() {
        return faults;
    }

    /// Checks that compared answers.
    public int agreed() {
        return counts.values().stream().mapToInt(row -> row[0]).sum();
    }

    /// Of those, the ones whose answer had no row.
    public int empty() {
        return empty;
    }

    @Override
    public String toString() {
        return "%,d checks, %,d agree, %,d faults".formatted(checks, agreed(), faults);
    }

    String summary() {
        StringBuilder text = new StringBuilder("%-22s %8s %12s %12s %10s %7s%n"
                .formatted("check", "agree", "both fail", "unsupported", "no oracle", "fault"));
        counts.forEach((kind, row) -> text.append(String.format(
                Locale.ROOT,
                "%-22s %8d %12d %12d %10d %7d%n",
                kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                row[0],
                row[1],
                row[2],
                row[3],
                row[4])));
        text.append(
                "%,d checks, %,d agree (%,d without rows), %,d faults%n".formatted(checks, agreed(), empty, faults));
        reasons(text, "not supported", unsupported);
        reasons(text, "no oracle", noOracle);
        reasons(text, "both fail", bothFailed);
        return text.toString();
    }

    private static void reasons(StringBuilder text, String title, Map<String, Integer> reasons) {
        if (!reasons.isEmpty()) {
            text.append(title).append(":\n");
        }
        reasons.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(REASONS_SHOWN)
                .forEach(reason -> text.append("%8d  %s%n".formatted(reason.getValue(), reason.getKey())));
    }
}
