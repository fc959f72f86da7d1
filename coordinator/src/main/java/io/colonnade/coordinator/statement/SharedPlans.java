package io.colonnade.coordinator.statement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.coordinator.transaction.HeldSnapshot;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.type.Datum;
import io.colonnade.planner.parse.SharedText;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Plans for statements that differ in literals only, looked up by their text without literals.
///
/// ```text
/// text             SELECT .. WHERE a < 10     SELECT .. WHERE a < 11     SELECT .. WHERE a < 90000
/// what is shared   SELECT .. WHERE a < ?                the same                 the same
/// sizes            1 % of the rows                      the same                 90 %: a plan of its own
/// ```
///
/// A plan holds for all values of its parameters; how good it is depends on how many rows they let through.
/// So there is one for each power of four of that ({@link LiteralSizes}). Whatever cannot be planned with
/// parameters is planned as it is written, by the common way, which also tells of errors.
///
/// *Thread safety*: any thread.
public final class SharedPlans {
    private static final int REFUSED_MAX = 1000;

    /// What no statement ends with: a key of the cache that is no text of a user's.
    private static final String SHARED = "\u0000";

    private final Cache<String, Boolean> refused = Caffeine.newBuilder()
            .maximumSize(REFUSED_MAX)
            .executor(Runnable::run)
            .build();
    private final AtomicLong hits = new AtomicLong();

    /// The plan of a statement that is new in this spelling, with the values of its literals; null if it
    /// shares none.
    public @Nullable Plan find(Engine engine, RunSettings settings, String sql, HeldSnapshot held) {
        SharedText text = engine.planner().sharedText(sql);
        if (text == null || refused.getIfPresent(text.sql()) != null) {
            return null;
        }
        Search search = new Search(engine, settings, text, held);
        try {
            Plan first = search.get("", null);
            List<Datum> values = text.values(first.planned().parameterTypes());
            if (values == null) {
                return null;
            }
            String sizes = LiteralSizes.of(first.planned(), values, held.snapshot());
            Plan found = search.get(sizes, search.made);
            if (search.made == null) {
                hits.incrementAndGet();
            }
            return found.with(values);
        } catch (EngineException e) {
            // Be it an error of the statement or that it needs its literals: planned as it is written, it will tell.
            refused.put(text.sql(), true);
            return null;
        }
    }

    /// How many statements ran a plan that was made for other literals.
    public long hits() {
        return hits.get();
    }

    /// One look into the cache, which remembers what it made itself.
    private static final class Search {
        private final Engine engine;
        private final RunSettings settings;
        private final SharedText text;
        private final HeldSnapshot held;

        @Nullable
        Plan made;

        Search(Engine engine, RunSettings settings, SharedText text, HeldSnapshot held) {
            this.engine = engine;
            this.settings = settings;
            this.text = text;
            this.held = held;
        }

        /// @param known what is kept for these sizes if there is nothing yet; null: it is planned
        Plan get(String sizes, @Nullable Plan known) {
            return engine.plans()
                    .get(text.sql() + SHARED + sizes, settings, held, () -> known == null ? plan() : known, () -> {});
        }

        private Plan plan() {
            Statement template = engine.planner().parse(text.sql());
            Plan plan = new Plan(
                    template,
                    engine.planner()
                            .planShared(
                                    template,
                                    text,
                                    engine.known(held.snapshot(), settings),
                                    new PlanSettings(engine.nodes().data().size(), 0),
                                    engine.evaluator().in(settings.timeZone())));
            made = plan;
            return plan;
        }
    }
}
