package io.colonnade.exec.operator.join;

import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.operator.state.RowStore;
import io.colonnade.exec.spill.SpillFile;
import io.colonnade.exec.spill.SpillReader;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One partition of a spilled join on its way through memory.
///
/// ```text
/// build rows   [ part 0 | part 1 | part 2 ]      as many rows as there is room for; mostly all of them
/// probe rows   all    all      all               once for each part
/// had partner  [ 0 1 1 0 ... ]                   a bit for each probe row, if there are several parts: what passes
///                                                for having a partner, or none, passes with the last part; behind
///                                                them the bits of what a NULL leaves open
/// ```
///
/// One key with many rows needs nothing else, nor do joins without keys, which have one partition.
/// *Thread safety*: one thread.
final class SpilledPartition implements AutoCloseable {
    private final JoinNode node;
    private final JoinLayout layout;
    private final SpilledJoin spilled;
    private final int number;
    private final int drivers;
    private final DriverContext driver;
    private final Scratch scratch;
    private final boolean keepsPartnerless;
    private final boolean marksNulls;

    private final Rows buildRows;
    private Rows probeRows;
    private long quota;
    private @Nullable RowStore store;
    /// A build page that did not fit into the part before.
    private @Nullable Page waiting;

    private @Nullable JoinTable table;
    private @Nullable JoinMatcher matcher;
    /// Of the part at hand, when all probe rows have met it.
    private @Nullable UnmetRows unmet;
    private boolean isOnly;
    private boolean isLast;
    private @Nullable Buffer hadPartner;
    /// The place of the page at hand among the probe rows.
    private long firstRow;
    private int pageRows;

    SpilledPartition(JoinBuild build, SpilledJoin spilled, int number, int drivers, DriverContext driver) {
        this.node = build.node();
        this.layout = build.layout();
        this.spilled = spilled;
        this.number = number;
        this.drivers = drivers;
        this.driver = driver;
        this.scratch = new Scratch(driver.memory());
        this.marksNulls = node.kind() == JoinKind.NULL_AWARE_MARK;
        this.keepsPartnerless = node.kind() == JoinKind.SEMI || !node.kind().needsPartner();
        this.buildRows = new Rows(spilled.buildFiles());
        this.probeRows = new Rows(spilled.probeFiles());
    }

    /// The pages of the partition in several files, one after the other.
    private final class Rows implements AutoCloseable {
        private final Iterator<SpillFile> files;
        private @Nullable SpillReader reader;

        Rows(List<SpillFile> files) {
            this.files = files.iterator();
        }

        @Nullable
        Page next() {
            while (true) {
                Page page = reader == null ? null : reader.next();
                if (page != null) {
                    return page;
                }
                close();
                if (!files.hasNext()) {
                    return null;
                }
                reader = files.next().reader(number, spilled.share.pool());
            }
        }

        @Override
        public void close() {
            if (reader != null) {
                reader.close();
                reader = null;
            }
        }
    }

    // --- a part of the build rows ---

    /// Whether the part at hand is not in memory yet.
    boolean isLoading() {
        return matcher == null;
    }

    /// Reads some of the part; answers how many rows.
    int load() {
        RowStore target = store;
        if (target == null) {
            target = new RowStore(layout.keptTypes(), spilled.share.pool());
            store = target;
            quota = quota();
        }
        Page page = waiting == null ? buildRows.next() : waiting;
        waiting = null;
        if (page == null || (target.rows() > 0 && !hasRoomFor(target, page))) {
            waiting = page;
            isLast = page == null;
            finishPart(target);
            return 0;
        }
        scratch.reset();
        target.append(page.columns(), page.length(), page.selection(), scratch);
        return page.rows();
    }

    /// What a part may take: the memory of the join in equal parts for its drivers, less what partner bits need.
    private long quota() {
        long bits = keepsPartnerless && hadPartner == null ? partnerBytes() : 0;
        return spilled.memory() / drivers - bits - spilled.readBytes(number);
    }

    private long partnerBytes() {
        return (spilled.probeRows(number) * (marksNulls ? 2 : 1) + 7) / 8;
    }

    private boolean hasRoomFor(RowStore target, Page page) {
        long growth = target.growthBytes(page.columns(), page.length(), page.selection());
        long stored = target.bytes() + growth;
        long finish = JoinTable.finishBytes(node, layout, target.rows() + page.rows(), stored);
        return stored + finish <= quota && spilled.share.hasRoomFor(growth + finish);
    }

    private void finishPart(RowStore target) {
        isOnly = isLast && hadPartner == null;
        if (!isLast && keepsPartnerless && hadPartner == null) {
            Buffer bits = spilled.share.pool().allocate(partnerBytes());
            bits.segment().fill((byte) 0);
            hadPartner = bits;
        }
        JoinTable made = new JoinTable(node, layout, List.of(target), false, driver.task(), spilled.share);
        table = made;
        made.copies().forEach(Runnable::run);
        target.close();
        store = null;
        made.makeIndex(Set.of());
        matcher = new JoinMatcher(node, made, false, driver);
    }

    // --- the probe rows that meet it ---

    @Nullable
    Page nextProbePage() {
        Page page = probeRows.next();
        if (page == null) {
            return null;
        }
        Column[] columns = new Column[layout.probeTypes.size()];
        for (int i = 0; i < columns.length; i++) {
            int kept = layout.probeKeptIndex[i];
            columns[i] = kept >= 0
                    ? page.column(kept)
                    : new Column.Constant(layout.probeTypes.get(i), page.length(), Datum.NULL);
        }
        return new Page(page.length(), columns, page.selection());
    }

    void join(Page page, Downstream downstream) {
        pageRows = page.rows();
        if (isOnly) {
            matcher().join(page, downstream);
            return;
        }
        recall();
        matcher().joinPart(page, isLast, downstream);
        note();
    }

    /// Passes on the build rows of the part that end the join, now that all probe rows have met it.
    void passUnmet(Downstream downstream) {
        JoinTable met = table;
        if (node.kind().endsWithBuildRows() && met != null) {
            unmet = new UnmetRows(node, met, 0, met.rows(), driver);
            unmet.pass(downstream);
        }
    }

    /// Whether it stopped in the middle of a page, or of the rows without a partner.
    boolean hasMore() {
        return matcher != null && matcher.hasMore() || unmet != null && unmet.hasMore();
    }

    void resume(Downstream downstream) {
        if (unmet != null) {
            unmet.pass(downstream);
            return;
        }
        matcher().resume(downstream);
        note();
    }

    private JoinMatcher matcher() {
        if (matcher == null) {
            throw new IllegalStateException("no part of the build side is loaded");
        }
        return matcher;
    }

    /// Tells the matcher which rows of the page have had a partner.
    private void recall() {
        MemorySegment bits = hadPartner == null ? null : hadPartner.segment();
        boolean[] matched = matcher().matched();
        for (int i = 0; i < pageRows; i++) {
            matched[i] = bits != null && Lanes.bit(bits, firstRow + i);
        }
        for (int i = 0; marksNulls && i < pageRows; i++) {
            matcher().unknown()[i] = bits != null && Lanes.bit(bits, spilled.probeRows(number) + firstRow + i);
        }
    }

    /// Remembers what the matcher has found, once it is through with the page.
    private void note() {
        if (isOnly || hasMore()) {
            return;
        }
        boolean[] matched = matcher().matched();
        if (hadPartner != null) {
            for (int i = 0; i < pageRows; i++) {
                Lanes.setBit(hadPartner.segment(), firstRow + i, matched[i]);
            }
            for (int i = 0; marksNulls && i < pageRows; i++) {
                long bit = spilled.probeRows(number) + firstRow + i;
                Lanes.setBit(hadPartner.segment(), bit, matcher().unknown()[i]);
            }
        }
        firstRow += pageRows;
    }

    /// Turns to the next part; false if there is none.
    boolean nextPart() {
        closePart();
        if (isLast) {
            return false;
        }
        probeRows = new Rows(spilled.probeFiles());
        firstRow = 0;
        return true;
    }

    private void closePart() {
        if (unmet != null) {
            unmet.close();
            unmet = null;
        }
        if (matcher != null) {
            matcher.close();
            matcher = null;
        }
        if (table != null) {
            table.close();
            table = null;
        }
    }

    @Override
    public void close() {
        closePart();
        if (store != null) {
            store.close();
            store = null;
        }
        buildRows.close();
        probeRows.close();
        if (hadPartner != null) {
            hadPartner.close();
            hadPartner = null;
        }
        scratch.close();
    }
}
