package io.colonnade.exec.kept;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.MemoryShare;
import io.colonnade.core.plan.KeptRowsNode;
import io.colonnade.exec.spill.SpillSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All that a query keeps on one node from one round of tasks to the next.
///
/// ```text
/// round 0   Keep 1   ->  kept 1, generation 0   [rows | rows | file]
/// round 1   Keep 1   ->  kept 1, generation 1   [rows]                 <- KeptRows 1, generation 0
/// last               <-  KeptRows 1, all of it
/// ```
///
/// Rows stay in memory while there is room, and go to temporary files otherwise. *Ownership*: all of it goes with
/// {@link #close}, when no task of the query runs here. *Thread safety*: any thread.
public final class KeptRows implements AutoCloseable {
    private final MemoryShare share;
    private final SpillSpace space;
    private final Map<Integer, Map<Integer, List<KeptPart>>> parts = new HashMap<>();

    /// `space` belongs to it from now on.
    public KeptRows(MemoryPool pool, SpillSpace space) {
        this.share = pool.share("kept rows");
        this.space = space;
        // What is kept is there before anybody needs room to work.
        share.settle();
    }

    MemoryShare share() {
        return share;
    }

    SpillSpace space() {
        return space;
    }

    synchronized void add(int kept, int generation, KeptPart part) {
        parts.computeIfAbsent(kept, key -> new TreeMap<>())
                .computeIfAbsent(generation, key -> new ArrayList<>())
                .add(part);
    }

    /// What was kept under that name so far; nothing if no row came here.
    synchronized List<KeptPart> parts(int kept, int generation) {
        Map<Integer, List<KeptPart>> generations = parts.getOrDefault(kept, Map.of());
        return generation == KeptRowsNode.ALL
                ? generations.values().stream().flatMap(List::stream).toList()
                : List.copyOf(generations.getOrDefault(generation, List.of()));
    }

    @Override
    public synchronized void close() {
        parts.values()
                .forEach(
                        generations -> generations.values().forEach(generation -> generation.forEach(KeptPart::close)));
        parts.clear();
        space.close();
        share.close();
    }
}
