package io.colonnade.coordinator.statement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.coordinator.transaction.HeldSnapshot;
import io.colonnade.core.catalog.CatalogSnapshot;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Plans by the exact text of their statements, and by what statements share that differ in literals only
/// ({@link SharedPlans}). A plan is good for every snapshot with the same definitions,
/// and for as long as statistics have not drifted much; results are never kept.
///
/// *Thread safety*: any thread; two threads may plan the same text at once, and both plans are right.
public final class PlanCache {
    private static final int PLANS_MAX = 1000;

    private final Cache<Key, Plan> plans =
            Caffeine.newBuilder().maximumSize(PLANS_MAX).executor(Runnable::run).build();
    private final AtomicLong hits = new AtomicLong();

    private record Key(String sql, String schema, ZoneId zone, long definitionVersion, long statisticsVersion) {}

    /// The plan of a text in a session of these settings, of which schema and zone count, made by `planning`
    /// if it is not known. Definitions that only a transaction knows have no version, so what is planned with
    /// them is not kept.
    public Plan get(String sql, RunSettings settings, HeldSnapshot held, Supplier<Plan> planning) {
        return get(sql, settings, held, planning, hits::incrementAndGet);
    }

    /// The same; `found` hears of a plan that was known.
    Plan get(String sql, RunSettings settings, HeldSnapshot held, Supplier<Plan> planning, Runnable found) {
        CatalogSnapshot committed = held.committed();
        if (held.snapshot().definitionVersion() != committed.definitionVersion()) {
            return planning.get();
        }
        Key key = new Key(
                sql,
                settings.schema(),
                settings.timeZone(),
                committed.definitionVersion(),
                committed.statisticsVersion());
        Plan known = plans.getIfPresent(key);
        if (known != null) {
            found.run();
            return known;
        }
        Plan plan = planning.get();
        if (plan.holdsForMoreRuns()) {
            plans.put(key, plan);
        }
        return plan;
    }

    /// How many statements found their plan here.
    public long hits() {
        return hits.get();
    }

    /// How many plans are kept.
    public long size() {
        return plans.estimatedSize();
    }
}
