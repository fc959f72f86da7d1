package io.colonnade.exec.operator.join;

import io.colonnade.core.memory.MemoryShare;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.exec.exchange.frame.KnownDictionaries;
import io.colonnade.exec.spill.KeyPartition;
import io.colonnade.exec.spill.SpillFile;
import io.colonnade.exec.spill.SpillSpace;
import io.colonnade.exec.task.Figures;
import java.util.ArrayList;
import java.util.List;

/// Both sides of a join that memory had no room for, in temporary files, partitioned by the hash of the keys.
///
/// ```text
/// build rows of drivers 0, 1 ...    [ 0 | 1 | ... | 15 ]  [ 0 | 1 | ... | 15 ]      a file each
/// probe rows of drivers 0, 1 ...    [ 0 | 1 | ... | 15 ]  [ 0 | 1 | ... | 15 ]
///                                     \---\-- partition 0 is joined with itself, then 1, ...
/// ```
///
/// *Ownership*: the files are deleted by {@link #close}. *Thread safety*: any thread adds; the counts of a side are
/// known when all its drivers have ended.
final class SpilledJoin implements AutoCloseable {
    private static final int PARTITIONS_MIN = 8;
    private static final int PARTITIONS = 16;
    private static final int PARTITIONS_MAX = 32;
    private static final long FEW_BELOW_BYTES = 512 << 10;
    private static final long MANY_FROM_BYTES = 32 << 20;
    private static final long BUFFER_BYTES_MIN = 1 << 10;
    private static final long BUFFER_BYTES_MAX = 64 << 10;

    final MemoryShare share;
    final int partitions;
    private final JoinNode node;
    private final JoinLayout layout;
    private final SpillSpace space;
    private final long bufferBytes;
    private final KnownDictionaries dictionaries = new KnownDictionaries();
    private final List<SpillFile> buildFiles = new ArrayList<>();
    private final List<SpillFile> probeFiles = new ArrayList<>();

    SpilledJoin(JoinNode node, JoinLayout layout, SpillSpace space, MemoryShare share, int drivers) {
        this.node = node;
        this.layout = layout;
        this.space = space;
        this.share = share;
        long memory = memory();
        // What a NULL means to a row it means whatever the hash of its keys.
        this.partitions = node.buildKeys().isEmpty() || node.kind() == JoinKind.NULL_AWARE_MARK
                ? 1
                : memory < FEW_BELOW_BYTES ? PARTITIONS_MIN : memory < MANY_FROM_BYTES ? PARTITIONS : PARTITIONS_MAX;
        this.bufferBytes = Math.clamp(memory / (8L * partitions * drivers), BUFFER_BYTES_MIN, BUFFER_BYTES_MAX);
    }

    /// What the join may have in all.
    long memory() {
        return share.pool().allocatedBytes() + Math.min(share.roomBytes(), Long.MAX_VALUE / 2);
    }

    /// Of the columns of the build side that are kept.
    PartitionWriter buildWriter(Figures figures) {
        List<Integer> keys =
                node.buildKeys().stream().map(key -> layout.keptIndex[key]).toList();
        return new PartitionWriter(
                new KeyPartition(keys, partitions, 0),
                space.writer(layout.keptTypes(), partitions, share.pool(), bufferBytes, dictionaries, figures));
    }

    /// Of the columns of the probe side that are kept.
    PartitionWriter probeWriter(Figures figures) {
        List<Integer> keys =
                node.probeKeys().stream().map(key -> layout.probeKeptIndex[key]).toList();
        return new PartitionWriter(
                new KeyPartition(keys, partitions, 0),
                space.writer(layout.probeKeptTypes(), partitions, share.pool(), bufferBytes, dictionaries, figures));
    }

    synchronized void addBuild(SpillFile file) {
        buildFiles.add(file);
    }

    synchronized void addProbe(SpillFile file) {
        probeFiles.add(file);
    }

    synchronized List<SpillFile> buildFiles() {
        return List.copyOf(buildFiles);
    }

    synchronized List<SpillFile> probeFiles() {
        return List.copyOf(probeFiles);
    }

    long buildRows(int partition) {
        return rows(buildFiles(), partition);
    }

    long probeRows(int partition) {
        return rows(probeFiles(), partition);
    }

    /// What it takes to read both sides of a partition, one file at a time.
    long readBytes(int partition) {
        return readBytes(buildFiles(), partition) + readBytes(probeFiles(), partition);
    }

    private static long readBytes(List<SpillFile> files, int partition) {
        return files.stream()
                .mapToLong(file -> file.readerBytes(partition))
                .max()
                .orElse(0);
    }

    private static long rows(List<SpillFile> files, int partition) {
        return files.stream().mapToLong(file -> file.rows(partition)).sum();
    }

    @Override
    public synchronized void close() {
        buildFiles.forEach(SpillFile::close);
        probeFiles.forEach(SpillFile::close);
        buildFiles.clear();
        probeFiles.clear();
    }
}
