package io.colonnade.coordinator.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.planner.statement.PlannedStatement;
import io.colonnade.planner.statement.Statement;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Plans by the exact text of their statements. A plan is good for every snapshot with the same definitions, and for
/// as long as statistics have not drifted much; results are never kept.
///
/// *Thread safety*: any thread; two threads may plan the same text at once, and both plans are right.
public final class PlanCache {
    private static final int PLANS_MAX = 1000;

    private final Cache<Key, Plan> plans =
            Caffeine.newBuilder().maximumSize(PLANS_MAX).executor(Runnable::run).build();
    private final AtomicLong hits = new AtomicLong();

    private record Key(String sql, long definitionVersion, long statisticsVersion) {}

    /// A statement and the plan made of it.
    record Plan(Statement statement, PlannedStatement planned) {}

    @Nullable
    Plan find(String sql, CatalogSnapshot snapshot) {
        Plan plan = plans.getIfPresent(key(sql, snapshot));
        if (plan != null) {
            hits.incrementAndGet();
        }
        return plan;
    }

    void keep(String sql, CatalogSnapshot snapshot, Plan plan) {
        plans.put(key(sql, snapshot), plan);
    }

    /// How many statements found their plan here.
    public long hits() {
        return hits.get();
    }

    private static Key key(String sql, CatalogSnapshot snapshot) {
        return new Key(sql, snapshot.definitionVersion(), snapshot.statisticsVersion());
    }
}
