package io.colonnade.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.RemoteSourceNode;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.PlannedStatement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What holds of the plan of any star query, however it is written and whatever is known of its tables: the fact is
/// on the probe side of every join above it, and tables that a condition connects are never joined without keys.
///
/// `-Dcolonnade.fuzz.seed=N` plans the one query that failed; `-Dcolonnade.fuzz.stars=N` plans more.
class StarPlanTest {
    private static final int STARS = Integer.getInteger("colonnade.fuzz.stars", 250);

    /// Each star is asked in several spellings.
    private static final int SPELLINGS = 2;

    private final QueryPlanner planner = new QueryPlanner();

    @Test
    void theFactIsProbedUnlessLittleIsLeftOfItAndNothingIsMultiplied() {
        Long replayed = Long.getLong("colonnade.fuzz.seed");
        if (replayed != null) {
            check(replayed);
            return;
        }
        for (long seed = 1; seed <= STARS; seed++) {
            check(seed);
        }
    }

    private void check(long seed) {
        RandomStar star = new RandomStar(seed);
        for (int spelling = 0; spelling < SPELLINGS; spelling++) {
            String sql = star.sql();
            PlannedStatement planned = planner.plan(
                    planner.parse(sql), star.catalog(), new PlanSettings(star.nodes(), 100), new FakeEvaluator());
            String context = "again with -Dcolonnade.fuzz.seed=" + seed + "\n" + sql + "\n" + planner.explain(planned);
            Map<Integer, PlanNode> fragments = new HashMap<>();
            for (PlanFragment fragment : planned.fragments()) {
                fragments.put(fragment.id(), fragment.root());
            }
            check(
                    fragments.getOrDefault(0, planned.fragments().getFirst().root()),
                    fragments,
                    planned.estimates(),
                    star,
                    context);
        }
    }

    /// Checks a node and all below it, through exchanges; answers the tables read there.
    private static Set<String> check(
            PlanNode node,
            Map<Integer, PlanNode> fragments,
            Map<Integer, Double> rows,
            RandomStar star,
            String context) {
        Set<String> tables = new TreeSet<>();
        if (node instanceof ScanNode scan) {
            tables.add(scan.tableName());
        } else if (node instanceof RemoteSourceNode source) {
            PlanNode sender = fragments.get(source.fragmentId());
            assertThat(sender).as(context).isNotNull();
            tables.addAll(check(sender, fragments, rows, star, context));
        } else if (node instanceof JoinNode join) {
            Set<String> probe = check(join.probe(), fragments, rows, star, context);
            Set<String> build = check(join.build(), fragments, rows, star, context);
            boolean isMuch = rows.getOrDefault(join.build().id(), 0.0)
                    > 10_000 + 2 * rows.getOrDefault(join.probe().id(), 0.0);
            if (star.hasRowCounts() && isMuch) {
                assertThat(build)
                        .as("build side of #" + join.id() + ", " + context)
                        .doesNotContain(star.fact());
            }
            if (join.probeKeys().isEmpty()) {
                assertThat(star.areConnected(probe, build))
                        .as("join #" + join.id() + " without keys of " + probe + " and " + build + ", " + context)
                        .isFalse();
            }
            tables.addAll(probe);
            tables.addAll(build);
        } else {
            node.inputs().forEach(input -> tables.addAll(check(input, fragments, rows, star, context)));
        }
        return tables;
    }
}
