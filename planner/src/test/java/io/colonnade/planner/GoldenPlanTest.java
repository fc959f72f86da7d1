package io.colonnade.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.planner.optimize.Optimizer;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.PlannedStatement;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.syntax.ParsedQuery;
import io.colonnade.planner.validate.Algebra;
import io.colonnade.planner.validate.QueryValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Plans of whole queries as text, beside the queries. `-Dgolden.update=true` writes them anew.
class GoldenPlanTest {
    private static final Path RESOURCES = Path.of("src/test/resources");

    private final QueryPlanner planner = new QueryPlanner();

    static List<String> queries() throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve("queries"))) {
            return files.map(file -> file.getFileName().toString().replace(".sql", ""))
                    .sorted()
                    .toList();
        }
    }

    private static String sql(String query) throws IOException {
        return Files.readString(RESOURCES.resolve("queries").resolve(query + ".sql"));
    }

    private static FakeCatalog catalog(String query, int nodes) {
        return query.startsWith("ssb") ? FakeCatalog.ssb(nodes) : FakeCatalog.retail(nodes);
    }

    private PlannedStatement plan(String query, int nodes) throws IOException {
        return planner.plan(
                planner.parse(sql(query)), catalog(query, nodes), new PlanSettings(nodes, 100), new FakeEvaluator());
    }

    private static void compare(String name, String text) throws IOException {
        Path golden = RESOURCES.resolve("golden").resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void plansForOneNodeStay(String query) throws IOException {
        compare(query + ".1.plan", planner.explain(plan(query, 1)));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void plansForThreeNodesStay(String query) throws IOException {
        compare(query + ".3.plan", planner.explain(plan(query, 3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssb-q2.1", "ssb-q4.3", "retail-subqueries", "retail-outer"})
    void stepsOfTheOptimizerStay(String query) throws IOException {
        Statement.Query parsed = (Statement.Query) planner.parse(sql(query));
        FakeCatalog catalog = catalog(query, 1);
        Algebra algebra = QueryValidator.validate(((ParsedQuery) parsed.body()).copy(), catalog);
        StringBuilder text = new StringBuilder("-- validated\n").append(Optimizer.text(algebra.root()));
        new Optimizer(catalog)
                .optimize(
                        algebra.root(),
                        (step, rel) ->
                                text.append("-- ").append(step).append('\n').append(Optimizer.text(rel)));
        compare(query + ".steps", text.toString());
    }

    @ParameterizedTest
    @MethodSource("queries")
    void theFactIsAtTheBottomOfTheProbeSide(String query) throws IOException {
        if (!query.startsWith("ssb")) {
            return;
        }
        for (PlanFragment fragment : plan(query, 1).fragments()) {
            PlanNode node = fragment.root();
            while (!(node instanceof ScanNode)) {
                node = node.inputs().getFirst();
            }
            assertThat(((ScanNode) node).tableName()).isEqualTo("lineorder");
            assertThat(((ScanNode) node).runtimeFilters()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("queries")
    void noJoinOfAStarIsWithoutKeys(String query) throws IOException {
        if (query.startsWith("ssb")) {
            plan(query, 3).fragments().forEach(fragment -> assertHasKeys(fragment.root()));
        }
    }

    private static void assertHasKeys(PlanNode node) {
        if (node instanceof JoinNode join) {
            assertThat(join.probeKeys()).isNotEmpty();
        }
        node.inputs().forEach(GoldenPlanTest::assertHasKeys);
    }

    @Test
    void allQueriesOfTheBenchmarkAreHere() throws IOException {
        assertThat(queries().stream().filter(query -> query.startsWith("ssb"))).hasSize(13);
    }
}
