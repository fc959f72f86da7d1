package io.colonnade.exec.operator.aggregate;

import io.colonnade.exec.spill.SpillFile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Groups on disk that have no key in common with those of other partitions.
///
/// `states` are streams of states; `pairs` has, for each DISTINCT call, sets of streams that have no pair in common.
/// *Ownership*: {@link #close} deletes the files with the last of the partitions that lie in them.
record SpilledPartition(int level, List<Streams> states, List<List<PairSet>> pairs, Files files)
        implements AutoCloseable {
    /// Rows of one file that belong together.
    record Streams(SpillFile file, int stream) {}

    /// Pairs that are nowhere else, and how often they were split.
    record PairSet(int level, List<Streams> rows) {}

    /// The files of several partitions.
    static final class Files {
        private final List<SpillFile> files;
        private final AtomicInteger users;

        Files(List<SpillFile> files, int users) {
            this.files = List.copyOf(files);
            this.users = new AtomicInteger(users);
        }

        private void release() {
            if (users.decrementAndGet() == 0) {
                files.forEach(SpillFile::close);
            }
        }
    }

    /// The partitions that lie in `written`, each entry of which has the files that one driver wrote: states first,
    /// then the pairs of each DISTINCT call. Those without rows are left out.
    static List<SpilledPartition> of(int level, SpillLayout layout, List<List<SpillFile>> written) {
        List<SpillFile> all = written.stream().flatMap(List::stream).toList();
        List<List<Streams>> states = new ArrayList<>();
        List<List<List<PairSet>>> pairs = new ArrayList<>();
        int partitions = layout.isKeyless() ? 1 : layout.partitions();
        for (int p = 0; p < partitions; p++) {
            List<Streams> rows = streams(written, 0, p);
            List<List<PairSet>> sets = new ArrayList<>();
            for (int i = 1; i <= layout.sets().size(); i++) {
                sets.add(layout.isKeyless() ? keyless(level, layout, written, i) : one(level, streams(written, i, p)));
            }
            if (layout.isKeyless() || !rows.isEmpty()) {
                states.add(rows);
                pairs.add(sets);
            }
        }
        Files files = new Files(all, states.size());
        List<SpilledPartition> found = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            found.add(new SpilledPartition(level, states.get(i), pairs.get(i), files));
        }
        return found;
    }

    private static List<PairSet> keyless(int level, SpillLayout layout, List<List<SpillFile>> written, int file) {
        List<PairSet> sets = new ArrayList<>();
        for (int p = 0; p < layout.partitions(); p++) {
            sets.addAll(one(level, streams(written, file, p)));
        }
        return sets;
    }

    private static List<PairSet> one(int level, List<Streams> rows) {
        return rows.isEmpty() ? List.of() : List.of(new PairSet(level, rows));
    }

    private static List<Streams> streams(List<List<SpillFile>> written, int file, int stream) {
        return written.stream()
                .map(files -> files.get(file))
                .filter(each -> each.rows(stream) > 0)
                .map(each -> new Streams(each, stream))
                .toList();
    }

    @Override
    public void close() {
        files.release();
    }
}
