package io.colonnade.exec.operator.scan;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.core.plan.ScanNode.ScanColumn;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.expression.zone.ZoneCheck;
import io.colonnade.exec.expression.zone.ZoneMatch;
import io.colonnade.exec.operator.runtimefilter.RuntimeFilter;
import io.colonnade.storage.segment.Zone;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks for the first blocks that zones do not rule out, so that a scan that finds few begins with few readers.
///
/// ```text
/// segments    0 [..........]  1 [..........]  2 [.] 3 [.]
/// zones       none of 0       block 7 of 1     2     -         found: 1.7 and 2.0; all of it was looked at
/// ```
///
/// Whole segments are asked first, then their blocks; what comes behind {@link #FOUND_MAX} blocks is left to the
/// readers. *Thread safety*: one thread.
final class BlockSearch {
    /// With so many blocks there is work for every thread.
    static final int FOUND_MAX = 16;

    private final ScanNode node;
    private final List<Datum> parameters;
    private final List<RuntimeFilter> filters = new ArrayList<>();
    /// The column of each filter.
    private final List<ScanColumn> filtered = new ArrayList<>();

    final List<ScanSource.Morsel> found = new ArrayList<>();
    /// How many segments were looked at.
    int segmentsSeen;
    int skippedByZone;
    int skippedByFilter;

    BlockSearch(ScanNode node, List<Datum> parameters) {
        this.node = node;
        this.parameters = parameters;
    }

    void add(int column, RuntimeFilter filter) {
        filters.add(filter);
        filtered.add(node.columns().get(column));
    }

    void look(List<ScannedSegment> segments) {
        while (segmentsSeen < segments.size() && found.size() < FOUND_MAX) {
            ScannedSegment input = segments.get(segmentsSeen++);
            int blocks = input.segment().blockCount();
            if (blocks > 1 && excluded(input, -1, blocks)) {
                continue;
            }
            for (int block = 0; block < blocks; block++) {
                if (!excluded(input, block, 1)) {
                    found.add(new ScanSource.Morsel(input, block));
                }
            }
        }
    }

    /// About how many full blocks there are in what was found; a piece of one counts if nothing else was.
    int fullBlocks() {
        long rows = 0;
        for (ScanSource.Morsel morsel : found) {
            rows += morsel.segment().segment().blockRows(morsel.block());
        }
        return (int) Math.max(1, (rows + Page.BLOCK_ROWS / 2) / Page.BLOCK_ROWS);
    }

    /// Whether no row of a block is wanted, or of the segment if `block` is -1, and counts its `blocks`.
    private boolean excluded(ScannedSegment input, int block, int blocks) {
        for (Expression conjunct : node.conjuncts()) {
            if (ZoneCheck.match(
                            conjunct,
                            parameters,
                            column -> known(input, node.columns().get(column), block))
                    == ZoneMatch.NEVER) {
                skippedByZone += blocks;
                return true;
            }
        }
        for (int i = 0; i < filters.size(); i++) {
            Zone zone = zone(input, filtered.get(i), block);
            if (zone != null && filters.get(i).excludes(zone)) {
                skippedByFilter += blocks;
                return true;
            }
        }
        return false;
    }

    private static io.colonnade.exec.expression.zone.@Nullable Zone known(
            ScannedSegment input, ScanColumn column, int block) {
        Zone zone = zone(input, column, block);
        return zone == null
                ? null
                : new io.colonnade.exec.expression.zone.Zone(zone.min(), zone.max(), zone.nullCount(), zone.rows());
    }

    private static @Nullable Zone zone(ScannedSegment input, ScanColumn column, int block) {
        if (!input.has(column)) {
            return block < 0 ? null : input.zone(column, block);
        }
        return block < 0
                ? input.segment().zone(column.columnId())
                : input.segment().zone(column.columnId(), block);
    }
}
