package io.colonnade.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.error.EngineException;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.PlannedStatement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A long list of literals plans as the comparisons do that it stands for, and a long chain of comparisons as
/// a list.
class LongListTest {
    private final QueryPlanner planner = new QueryPlanner();

    private PlannedStatement plan(String condition) {
        String sql = "select i from types left join (select i as j from types) t on i = j where " + condition;
        return planner.plan(planner.parse(sql), FakeCatalog.retail(1), new PlanSettings(3, 100), new FakeEvaluator());
    }

    /// A value, and what a literal is like; `%02d` is its number.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "i|%02d",
                "i|-%02d",
                "i|1.%02d",
                "i|1%02d00000000",
                "i|'%02d'",
                "i + 1|%02d",
                "s|1000%02d",
                "l|%02d",
                "d|1.%02d",
                "d|%02de0",
                "i|%02de0",
                "n|1.%02d",
                "n|1.5%02d",
                "n|'1.5%02d'",
                "w|1%02d",
                "c|'a%02d  '",
                "c|'a1234567890%02d'",
                "v|'a%02d '",
                "w||%02d",
                "day|'2025-01-%02d'",
                "day|DATE '2025-01-%02d'",
                "ts|'2025-01-%02d 01:00:00'",
                "lower(v)|'a%02d'",
                "j|%02d"
            })
    void aLongListPlansAsItsComparisons(String form) {
        String value = form.substring(0, form.indexOf('|'));
        String literal = form.substring(form.lastIndexOf('|') + 1);
        List<String> literals = IntStream.rangeClosed(1, 28)
                .mapToObj(i -> i == 9 && form.contains("||") ? "NULL" : literal.formatted(i))
                .toList();
        String list = value + " in (" + String.join(", ", literals) + ")";
        String terms =
                literals.stream().map(each -> value + " = " + each).collect(Collectors.joining(" or ", "(", ")"));
        assertSame(list, terms);
        assertSame(list.replace(" in (", " not in ("), "not " + terms);
        assertSame("not (b and " + list + ")", "not (b and " + terms + ")");
        assertSame("case when " + list + " then i else 2 end = 2", "case when " + terms + " then i else 2 end = 2");
    }

    private void assertSame(String condition, String other) {
        PlannedStatement plan = plan(condition);
        PlannedStatement otherPlan = plan(other);
        assertThat(planner.explain(plan)).isEqualTo(planner.explain(otherPlan));
        assertThat(plan.fragments()).isEqualTo(otherPlan.fragments());
    }

    @Test
    void aLongChainOfComparisonsIsAList() {
        String terms = IntStream.range(0, 3_000)
                .mapToObj(i -> i % 3 == 0 ? "v = 'a" + i + "'" : i % 3 == 1 ? "l = " + i : "l > " + (9_000 - i))
                .collect(Collectors.joining(" or "));
        assertThat(planner.explain(plan(terms)))
                .contains("(v IN ('a0', 'a3', 'a6', ", " OR (l IN (1, 4, 7, ", " OR (l > 8998) OR (l > 8995) OR ");
        String others = IntStream.range(0, 100).mapToObj(i -> "l <> " + i).collect(Collectors.joining(" and "));
        assertThat(planner.explain(plan("b and " + others))).contains("l NOT IN (0, 1, 2, ");
    }

    @Test
    void aChainOfTooManyTermsIsRefused() {
        String terms = IntStream.range(0, 60_000).mapToObj(i -> "l > " + i).collect(Collectors.joining(" or "));
        assertThatThrownBy(() -> plan(terms))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("a condition has 60000 different terms, at most");
    }
}
