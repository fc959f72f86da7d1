package io.colonnade.storage.segment;

import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/// Which segments of a database are damaged: marks in the memory of the process, made anew whenever it is opened.
///
/// ```text
/// opening, first touch, VERIFY --mark--> red: every lease of the segment is refused, merges leave its slot alone
///                                        yellow: reported, nothing else
/// VERIFY of a file that was put back, or the segment goes --clear--> healthy
/// ```
///
/// A red mark is not weakened by a yellow one: it is cleared first. *Thread safety*: any thread.
public final class SegmentHealth {
    private static final System.Logger LOGGER = System.getLogger("io.colonnade");

    private static final int TOLD_MAX = 20;

    private final Clock clock;
    private final LongFunction<String> tableNames;
    private final Map<Long, Damage> segments = new ConcurrentHashMap<>();
    private final Queue<Damage> notes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger told = new AtomicInteger();

    /// `tableNames` tells how a table is called now.
    public SegmentHealth(Clock clock, LongFunction<String> tableNames) {
        this.clock = clock;
        this.tableNames = tableNames;
    }

    /// Marks a segment for what is wrong with one of its files, and says so in the log of the process.
    public void mark(Damage.State state, SegmentEntry segment, String file, String reason, String advice) {
        Damage damage = new Damage(
                state, segment.node(), segment.tableId(), segment.id(), file, reason, advice, clock.wallMillis());
        Damage kept = segments.merge(
                segment.id(), damage, (old, found) -> found.state().compareTo(old.state()) > 0 ? found : old);
        if (kept == damage) {
            tell(damage);
        }
    }

    /// The segment is as it should be, or there is no such segment any more.
    public void clear(long segmentId) {
        segments.remove(segmentId);
    }

    /// The same of one of its files; a mark for another stays.
    public void clear(long segmentId, String file) {
        segments.computeIfPresent(segmentId, (id, damage) -> damage.file().equals(file) ? null : damage);
    }

    /// Remembers something yellow that is no fault of a segment.
    public void note(int node, String file, String reason, String advice) {
        Damage damage = new Damage(
                Damage.State.YELLOW, node, Damage.NONE, Damage.NONE, file, reason, advice, clock.wallMillis());
        notes.add(damage);
        tell(damage);
    }

    /// A disk that is gone damages thousands.
    private void tell(Damage damage) {
        int number = told.incrementAndGet();
        if (number <= TOLD_MAX) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    () -> sentence(damage) + "; " + damage.advice()
                            + (number == TOLD_MAX ? "; for more of this see SHOW HEALTH" : ""));
        }
    }

    public boolean isRed(long segmentId) {
        Damage damage = segments.get(segmentId);
        return damage != null && damage.state() == Damage.State.RED;
    }

    /// Refuses a red segment: CORRUPT_DATA that names table, node, file, what is wrong with it and what to do.
    public void checkReadable(long segmentId) {
        Damage damage = segments.get(segmentId);
        if (damage != null && damage.state() == Damage.State.RED) {
            throw new EngineException(ErrorCode.CORRUPT_DATA, sentence(damage), null, damage.advice(), null);
        }
    }

    private String sentence(Damage damage) {
        String file = damage.file() + " " + damage.reason();
        return damage.tableId() == Damage.NONE
                ? "node " + damage.node() + ": " + file
                : "table \"" + tableNames.apply(damage.tableId()) + "\" is damaged on node " + damage.node() + ": "
                        + file;
    }

    /// All marks, the worst first, then by node and segment.
    public List<Damage> all() {
        return Stream.concat(segments.values().stream(), notes.stream())
                .sorted(Comparator.comparing(Damage::state)
                        .reversed()
                        .thenComparing(Damage::node)
                        .thenComparing(Damage::segmentId)
                        .thenComparing(Damage::file))
                .toList();
    }
}
