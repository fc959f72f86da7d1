package io.colonnade.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.planner.statement.PlanSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Outer joins become inner ones exactly where a row without a partner does not count.
class OuterToInnerTest {
    private final QueryPlanner planner = new QueryPlanner();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    LEFT  | p.price > 1                               | INNER
                    LEFT  | p.product_id IS NOT NULL                      | INNER
                    LEFT  | p.name LIKE 'a%'                      | INNER
                    LEFT  | NOT (p.price > 1)                         | INNER
                    LEFT  | p.price > 1 OR p.name = 'a'       | INNER
                    LEFT  | p.price + s.quantity = 2                  | INNER
                    LEFT  | p.price IS NULL                           | LEFT
                    LEFT  | p.price > 1 OR s.quantity > 3             | LEFT
                    LEFT  | COALESCE(p.price, 2) > 1                  | LEFT
                    LEFT  | s.quantity > 3                                | LEFT
                    RIGHT | s.quantity > 3                                | INNER
                    FULL  | s.quantity > 3 AND p.price > 1            | INNER
                    """)
    void conditionsDecide(String type, String condition, String kind) {
        assertThat(kinds("SELECT s.quantity, p.name, p.price FROM sales s " + type
                        + " JOIN product p ON s.product_id = p.product_id WHERE " + condition))
                .containsExactly(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    FULL | s.quantity > 3
                    FULL | p.price > 1
                    """)
    void oneSideOfAFullJoinIsKept(String type, String condition) {
        assertThat(kinds("SELECT s.quantity, p.name FROM sales s " + type
                        + " JOIN product p ON s.product_id = p.product_id WHERE " + condition))
                .singleElement()
                .isIn("LEFT", "BUILD_OUTER");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT c.category, s.quantity FROM sales s LEFT JOIN product p ON s.product_id = p.product_id JOIN category c ON p.category_id = c.category_id
                    SELECT c.category, s.quantity FROM sales s LEFT JOIN product p ON s.product_id = p.product_id LEFT JOIN category c ON p.category_id = c.category_id WHERE c.category > 'a'
                    SELECT n FROM (SELECT p.price AS k, COUNT(*) AS n FROM sales s LEFT JOIN product p ON s.product_id = p.product_id GROUP BY p.price) x WHERE k > 2
                    """)
    void aJoinAboveOrAGroupDecidesToo(String sql) {
        assertThat(kinds(sql)).isNotEmpty().containsOnly("INNER");
    }

    private List<String> kinds(String sql) {
        List<String> kinds = new ArrayList<>();
        for (PlanFragment fragment : planner.plan(
                        planner.parse(sql), FakeCatalog.retail(1), new PlanSettings(1, 100), new FakeEvaluator())
                .fragments()) {
            add(fragment.root(), kinds);
        }
        return kinds;
    }

    private static void add(PlanNode node, List<String> kinds) {
        if (node instanceof JoinNode join) {
            kinds.add(join.kind().name());
        }
        node.inputs().forEach(input -> add(input, kinds));
    }
}
