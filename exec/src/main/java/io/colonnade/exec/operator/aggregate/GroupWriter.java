package io.colonnade.exec.operator.aggregate;

import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.exec.spill.KeyPartition;
import io.colonnade.exec.spill.SpillFile;
import io.colonnade.exec.spill.SpillSpace;
import io.colonnade.exec.spill.SpillWriter;
import io.colonnade.exec.task.Figures;
import io.colonnade.exec.task.TaskContext;
import java.util.ArrayList;
import java.util.List;

/// Writes the groups of one driver to its files, partition by partition: one file of states and one of the pairs of
/// each call that keeps values.
///
/// *Thread safety*: one thread at a time.
final class GroupWriter implements AutoCloseable {
    private final SpillLayout layout;
    private final TaskContext task;
    private final KeyPartition split;
    private final List<KeyPartition> pairSplits = new ArrayList<>();
    private final SpillWriter states;
    private final List<SpillWriter> pairs = new ArrayList<>();

    GroupWriter(SpillLayout layout, TaskContext task, SpillSpace space, Figures figures) {
        this.layout = layout;
        this.task = task;
        this.split = new KeyPartition(layout.keyColumns(), layout.partitions(), 0);
        for (int set = 0; set < layout.sets().size(); set++) {
            pairSplits.add(
                    layout.isKeyless() ? new KeyPartition(layout.pairColumns(set), layout.partitions(), 0) : split);
        }
        this.states = space.writer(layout.states(), layout.partitions(), task.memory(), layout.bufferBytes(), figures);
        layout.pairs()
                .forEach(types -> pairs.add(
                        space.writer(types, layout.partitions(), task.memory(), layout.bufferBytes(), figures)));
    }

    /// Appends all groups, which stay as they are.
    void write(Groups groups, Scratch scratch) {
        // One group of nothing but sets has no state.
        for (int from = 0; from < groups.size() && !layout.states().isEmpty(); from += layout.batchRows()) {
            task.checkCancelled();
            scratch.reset();
            int count = Math.min(layout.batchRows(), groups.size() - from);
            append(split, groups.states(from, count, scratch), states);
        }
        for (int i = 0; i < pairs.size(); i++) {
            int call = layout.sets().get(i);
            int total = groups.pairCount(call);
            for (int from = 0; from < total; from += layout.batchRows()) {
                task.checkCancelled();
                scratch.reset();
                int count = Math.min(layout.batchRows(), total - from);
                append(pairSplits.get(i), groups.pairs(call, from, count, scratch), pairs.get(i));
            }
        }
    }

    static void append(KeyPartition split, Page page, SpillWriter writer) {
        split.split(page);
        for (int partition = 0; partition < split.partitions(); partition++) {
            if (split.rows(partition) > 0) {
                writer.append(partition, split.part(page, partition));
            }
        }
    }

    /// The file of states and those of pairs, in the order of the layout's sets.
    List<SpillFile> finish() {
        List<SpillFile> files = new ArrayList<>();
        files.add(states.finish());
        pairs.forEach(writer -> files.add(writer.finish()));
        return files;
    }

    @Override
    public void close() {
        states.close();
        pairs.forEach(SpillWriter::close);
    }
}
