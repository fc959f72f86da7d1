package io.colonnade.exec.operator.aggregate;

import io.colonnade.core.page.Page;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What the rows of groups on disk look like.
///
/// ```text
/// states      key ... | state ...      one row per group and time it was written
/// pairs of i  key ... | value ...      one row per value of a group that the call keeps
/// ```
///
/// `sets` are the calls that keep values; `bufferBytes` is what each stream of a file keeps in memory while
/// it is written.
record SpillLayout(
        int keys,
        List<Type> states,
        List<Integer> sets,
        List<List<Type>> pairs,
        int partitions,
        long bufferBytes,
        int batchRows) {
    private static final long BUFFER_BYTES_MIN = 1024;
    private static final long BUFFER_BYTES_MAX = 64 * 1024;
    private static final long SMALL_BYTES = 512 << 10;
    private static final long LARGE_BYTES = 4 << 20;

    /// `bytes` is what all drivers held when the first of them had to write.
    static SpillLayout of(AggregateNode node, Groups groups, long bytes, int drivers) {
        List<Integer> sets = IntStream.range(0, node.calls().size())
                .filter(i -> Groups.keeps(node.calls().get(i)))
                .boxed()
                .toList();
        List<List<Type>> pairs = new ArrayList<>();
        sets.forEach(call -> pairs.add(groups.pairTypes(call)));
        // All files of all drivers are open at once, and their buffers come out of the headroom.
        long files = (long) drivers * (1 + sets.size());
        int scale = bytes / files >= LARGE_BYTES ? 4 : bytes / files >= SMALL_BYTES ? 2 : 1;
        int partitions = 8 * scale;
        long streams = partitions * files;
        return new SpillLayout(
                node.groupKeys().size(),
                groups.stateTypes(),
                sets,
                pairs,
                partitions,
                Math.clamp(bytes / 16 / streams, BUFFER_BYTES_MIN, BUFFER_BYTES_MAX),
                Page.ROWS_MAX / 16 * scale * scale);
    }

    /// The columns of the keys.
    List<Integer> keyColumns() {
        return IntStream.range(0, keys).boxed().toList();
    }

    /// The columns of the pairs of a set, which split the values of even one group.
    List<Integer> pairColumns(int set) {
        return IntStream.range(0, pairs.get(set).size()).boxed().toList();
    }

    /// Without keys there is one group, whose pairs are split by their values from the start.
    boolean isKeyless() {
        return keys == 0;
    }
}
