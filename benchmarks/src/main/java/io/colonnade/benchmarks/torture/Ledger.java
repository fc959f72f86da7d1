package io.colonnade.benchmarks.torture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a database must have: what was acknowledged, and of each client the one deed that may or may not be done.
///
/// ```text
/// BEGIN 2 INSERT 40007 12      client 2 begins; from now on it may be done
/// DONE 2                       it was acknowledged; it must be there from now on
/// REFUSED 2                    an error said that nothing was done; it must not be there
/// ```
final class Ledger {
    /// Lines without it were cut off.
    static final String END = " .";

    private final Map<Long, Deed.Batch> batches = new TreeMap<>();
    private final Map<Integer, Deed> open = new HashMap<>();
    private long acknowledged;

    /// What a writer told.
    void hear(String line) {
        if (!line.endsWith(END)) {
            return;
        }
        List<String> words =
                List.of(line.substring(0, line.length() - END.length()).split(" "));
        if (words.size() < 2 || !words.get(1).matches("[0-9]{1,6}")) {
            return;
        }
        int client = Integer.parseInt(words.get(1));
        switch (words.getFirst()) {
            case "BEGIN" -> {
                Deed deed = Deed.parse(words.subList(2, words.size()));
                if (deed != null) {
                    open.put(client, deed);
                }
            }
            case "DONE" -> {
                Deed deed = open.remove(client);
                if (deed != null) {
                    acknowledged++;
                    put(deed.batch(), deed.after(batch(deed.batch())));
                }
            }
            case "REFUSED" -> open.remove(client);
            default -> {}
        }
    }

    private void put(long number, Deed.Batch batch) {
        batches.put(number, batch);
    }

    Deed.Batch batch(long number) {
        return batches.getOrDefault(number, Deed.Batch.NOTHING);
    }

    /// All batches that were ever written, and what should be there of them.
    Map<Long, Deed.Batch> batches() {
        return batches;
    }

    long acknowledged() {
        return acknowledged;
    }

    /// Compares with what was found: batches that are not as they must be, null if all are. What was open is then
    /// known to be done or not.
    @Nullable
    String compare(Map<Long, Deed.Batch> found) {
        Map<Long, Deed.Batch> wanted = new TreeMap<>(batches);
        StringBuilder wrong = new StringBuilder();
        for (Deed deed : open.values()) {
            Deed.Batch before = batch(deed.batch());
            Deed.Batch after = deed.after(before);
            Deed.Batch now = found.getOrDefault(deed.batch(), Deed.Batch.NOTHING);
            if (same(now, after)) {
                wanted.put(deed.batch(), after);
            } else if (!same(now, before)) {
                wrong.append("batch ").append(deed.batch()).append(" is ").append(now);
                wrong.append(", neither ").append(before).append(" as before ").append(deed.kind());
                wrong.append(" nor ").append(after).append(" as after it\n");
                wanted.put(deed.batch(), now);
            }
        }
        open.clear();
        for (Map.Entry<Long, Deed.Batch> entry : wanted.entrySet()) {
            Deed.Batch now = found.getOrDefault(entry.getKey(), Deed.Batch.NOTHING);
            if (!same(now, entry.getValue())) {
                wrong.append("batch ").append(entry.getKey()).append(" is ").append(now);
                wrong.append(", but ").append(entry.getValue()).append(" was acknowledged\n");
            }
        }
        for (Map.Entry<Long, Deed.Batch> entry : found.entrySet()) {
            if (!wanted.containsKey(entry.getKey())) {
                wrong.append("batch ").append(entry.getKey()).append(" is ").append(entry.getValue());
                wrong.append(", but nobody wrote it\n");
            }
        }
        batches.putAll(wanted);
        return wrong.isEmpty() ? null : wrong.toString();
    }

    /// The version of no rows does not count.
    private static boolean same(Deed.Batch one, Deed.Batch other) {
        return one.rows() == other.rows()
                && (one.rows() == 0 || one.version() == other.version())
                && one.paired() == other.paired()
                && one.columns() == other.columns();
    }
}
