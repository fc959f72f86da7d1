package io.colonnade.planner.optimize;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.planner.estimate.RowEstimates;
import io.colonnade.planner.subquery.SubqueryFilters;
import io.colonnade.planner.subquery.SubqueryUnnesting;
import io.colonnade.planner.validate.QueryValidator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.rules.FilterAggregateTransposeRule;
import org.apache.calcite.rel.rules.FilterJoinRule;
import org.apache.calcite.rel.rules.FilterMergeRule;
import org.apache.calcite.rel.rules.FilterProjectTransposeRule;
import org.apache.calcite.rel.rules.FilterSetOpTransposeRule;
import org.apache.calcite.rel.rules.ProjectMergeRule;
import org.apache.calcite.rel.rules.ProjectRemoveRule;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;
import org.apache.calcite.util.ImmutableBitSet;

/// The ordered list of steps that improve a query.
///
/// 1. *unnest subqueries*: EXISTS, IN and scalar subqueries become joins ({@link SubqueryUnnesting})
/// 2. *make outer joins inner* whose rows without a partner do not count ({@link OuterToInner})
/// 3. *push filters down*: into joins, below projections, aggregates and unions
/// 4. *merge projections*
/// 5. *leave out joins* that neither add nor take rows ({@link JoinElimination})
/// 6. *leave out keys* of groups that others determine ({@link GroupKeys})
/// 7. *group first* where that leaves joins fewer rows ({@link GroupsFirst})
/// 8. *take top rows first*, before what only adds columns to them ({@link TopRows})
/// 9. *order joins*: fact first, most selective dimension next ({@link JoinOrdering}), or what a search finds
/// that is much better ({@link JoinSearch}); what is implied by equal columns and by ORs becomes filters
/// 10. *merge projections* that ordering left behind
/// 11. *group in parts* below joins that multiply rows ({@link PartialGroups})
/// 12. *share* what stands at several places ({@link Sharing})
///
/// Pruning of columns, pushing of conjuncts into scans and folding of constants happen when plans are made of the
/// result, where the types are ours.
public final class Optimizer {
    private record Step(String name, UnaryOperator<RelNode> change) {}

    private static final RelBuilderFactory PLAIN =
            RelBuilder.proto(Contexts.of(QueryValidator.plainBuilder(RelBuilder.Config.DEFAULT)));

    /// The group of all rows is there without any, so that no condition may go below it, not even one without
    /// columns.
    private static final RelOptRule FILTER_BELOW_GROUPS = FilterAggregateTransposeRule.Config.DEFAULT
            .withOperandSupplier(filter -> filter.operand(Filter.class)
                    .predicate(PerRow::isNone)
                    .oneInput(aggregate -> aggregate
                            .operand(Aggregate.class)
                            .predicate(groups -> groups.getGroupSets().stream().noneMatch(ImmutableBitSet::isEmpty))
                            .anyInputs()))
            .toRule();

    // Each rule of its own class: a look at CoreRules makes all the hundred others.
    // The rules that follow are Calcite's own, but for what is computed for each row.
    private static final RelOptRule FILTER_MERGE = FilterMergeRule.Config.DEFAULT
            .withOperandSupplier(filter -> filter.operand(Filter.class)
                    .predicate(PerRow::isNone)
                    .oneInput(below -> below.operand(Filter.class)
                            .predicate(PerRow::isNone)
                            .anyInputs()))
            .toRule();

    private static final RelOptRule FILTER_INTO_JOIN =
            FilterJoinRule.FilterIntoJoinRule.FilterIntoJoinRuleConfig.DEFAULT
                    .withOperandSupplier(filter -> filter.operand(Filter.class)
                            .predicate(PerRow::isNone)
                            .oneInput(join -> join.operand(Join.class).anyInputs()))
                    .toRule();

    private static final RelOptRule JOIN_CONDITION_PUSH =
            FilterJoinRule.JoinConditionPushRule.JoinConditionPushRuleConfig.DEFAULT
                    .withOperandSupplier(join ->
                            join.operand(Join.class).predicate(PerRow::isNone).anyInputs())
                    .toRule();

    private static final RelOptRule FILTER_BELOW_PROJECT = FilterProjectTransposeRule.Config.DEFAULT
            .withOperandFor(Filter.class, filter -> true, Project.class, PerRow::isNone)
            .toRule();

    private static final HepProgram PUSH_FILTERS = program(
            FILTER_MERGE,
            FILTER_INTO_JOIN,
            JOIN_CONDITION_PUSH,
            FILTER_BELOW_PROJECT,
            FILTER_BELOW_GROUPS,
            FilterSetOpTransposeRule.Config.DEFAULT.toRule());

    private static final HepProgram MERGE_PROJECTIONS = program(
            ProjectMergeRule.Config.DEFAULT
                    .withOperandSupplier(project -> project.operand(Project.class)
                            .oneInput(below -> below.operand(Project.class)
                                    .predicate(PerRow::isNone)
                                    .anyInputs()))
                    .toRule(),
            ProjectRemoveRule.Config.DEFAULT.toRule());

    private final List<Step> steps;

    public Optimizer(CatalogSnapshot snapshot) {
        steps = List.of(
                new Step("unnest subqueries", SubqueryUnnesting::unnest),
                new Step("make outer joins inner", rel -> contains(rel, Join.class) ? OuterToInner.apply(rel) : rel),
                new Step(
                        "push filters down",
                        rel -> contains(rel, Filter.class) || contains(rel, Join.class) ? pushFilters(rel) : rel),
                new Step("merge projections", rel -> contains(rel, Project.class) ? run(MERGE_PROJECTIONS, rel) : rel),
                new Step("leave out joins", rel -> contains(rel, Join.class) ? JoinElimination.apply(rel) : rel),
                new Step("leave out keys", rel -> contains(rel, Aggregate.class) ? GroupKeys.apply(rel) : rel),
                new Step(
                        "group first",
                        rel -> contains(rel, Aggregate.class) && contains(rel, Join.class)
                                ? new GroupsFirst(new RowEstimates(snapshot)).apply(rel)
                                : rel),
                new Step(
                        "take top rows first",
                        rel -> contains(rel, Sort.class) ? new TopRows(new RowEstimates(snapshot)).apply(rel) : rel),
                new Step("order joins", rel -> new JoinOrdering(snapshot).order(rel)),
                new Step("merge projections", rel -> contains(rel, Join.class) ? run(MERGE_PROJECTIONS, rel) : rel),
                new Step(
                        "group in parts",
                        rel -> contains(rel, Aggregate.class) && contains(rel, Join.class)
                                ? new PartialGroups(new RowEstimates(snapshot)).apply(rel)
                                : rel),
                new Step("share", rel -> Sharing.apply(rel, new RowEstimates(snapshot))));
    }

    public RelNode optimize(RelNode rel) {
        return optimize(rel, (name, changed) -> {});
    }

    /// `onChange` hears of each step that changed something, with the tree it left.
    public RelNode optimize(RelNode rel, BiConsumer<String, RelNode> onChange) {
        RelNode current = rel;
        for (Step step : steps) {
            RelNode next = step.change().apply(current);
            if (next != current && !next.deepEquals(current)) {
                onChange.accept(step.name(), next);
            }
            current = next;
        }
        return current;
    }

    /// A tree as text, as the tests of single steps show it.
    public static String text(RelNode rel) {
        return RelOptUtil.toString(rel);
    }

    private static HepProgram program(RelOptRule... rules) {
        List<RelOptRule> configured = new ArrayList<>();
        for (RelOptRule rule : rules) {
            // The builders of Calcite's own instances would simplify what they touch by Calcite's rules of values.
            configured.add(
                    rule instanceof RelRule<?> given
                            ? given.config.withRelBuilderFactory(PLAIN).toRule()
                            : rule);
        }
        return HepProgram.builder().addRuleCollection(configured).build();
    }

    private static RelNode run(HepProgram program, RelNode rel) {
        HepPlanner planner =
                new HepPlanner(program, Contexts.of(QueryValidator.plainBuilder(RelBuilder.Config.DEFAULT)));
        planner.setRoot(rel);
        return planner.findBestExp();
    }

    private static RelNode pushFilters(RelNode rel) {
        RelNode pushed = run(PUSH_FILTERS, PerRow.apart(BareTerms.of(rel)));
        RelNode below = SubqueryFilters.push(pushed);
        return below == pushed ? pushed : pushFilters(below);
    }

    private static boolean contains(RelNode rel, Class<? extends RelNode> type) {
        return type.isInstance(rel) || rel.getInputs().stream().anyMatch(input -> contains(input, type));
    }
}
