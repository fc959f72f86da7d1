package io.colonnade.planner.validate;

import com.google.common.collect.ImmutableList;
import io.colonnade.planner.name.Names;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rel.type.RelDataTypeFieldImpl;
import org.apache.calcite.rel.type.RelRecordType;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.validate.SqlQualified;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/// Calcite's converter, with the right outer row for subqueries beside GROUP BY.
///
/// ```text
/// SELECT (SELECT c FROM t WHERE a.k = b.id) FROM a JOIN b .. GROUP BY b.id, a.k
///                               |     |
///        column of a JOIN b:    0     2        as the name is looked up
///        column of the groups:  1     0        as the subquery finds it
/// ```
///
/// Calcite moves the columns of one name only, and of none in a subquery's own subqueries. Here each is moved
/// where it is looked up, behind the columns of FROM ({@link MovedRow}), where Calcite does not touch it;
/// {@link #settled} takes those away in the end. It still refuses what is not grouped by.
final class GroupedConverter extends SqlToRelConverter {
    private final Map<SqlValidatorScope, Grouping> groupings = new IdentityHashMap<>();

    GroupedConverter(
            RelOptTable.ViewExpander views,
            SqlValidator validator,
            Prepare.CatalogReader reader,
            RelOptCluster cluster,
            SqlRexConvertletTable convertlets,
            Config config) {
        super(views, validator, reader, cluster, convertlets, config);
    }

    @Override
    protected Blackboard createBlackboard(
            SqlValidatorScope scope, @Nullable Map<String, RexNode> nameToNodeMap, boolean top) {
        // A query of WITH is converted once for each place that names it: its groups are still to come.
        groupings.remove(scope);
        return new Names(scope, nameToNodeMap, top);
    }

    @Override
    protected void convertFrom(Blackboard bb, @Nullable SqlNode from, @Nullable List<String> fieldNames) {
        if (from instanceof SqlIdentifier) {
            ExpansionBudget.use(cluster);
        }
        super.convertFrom(bb, from, fieldNames);
    }

    @Override
    protected void convertAgg(Blackboard bb, SqlSelect select, List<SqlNode> orderExprList, List<SqlNode> extraList) {
        groupings.put(bb.scope, new Grouping(bb, bb.root()));
        super.convertAgg(bb, select, orderExprList, extraList);
    }

    /// Calcite's sets are there once: others are parts of a union, the first of which has all of them.
    @Override
    protected RelNode createAggregate(
            Blackboard bb,
            ImmutableBitSet groupSet,
            ImmutableList<ImmutableBitSet> groupSets,
            List<AggregateCall> aggCalls) {
        List<List<ImmutableBitSet>> parts = parts(groupSets);
        if (parts.size() < 2 || aggCalls.stream().anyMatch(call -> call.getAggregation().kind == SqlKind.GROUP_ID)) {
            return super.createAggregate(bb, groupSet, groupSets, aggCalls);
        }
        List<RelNode> aggregates = new ArrayList<>();
        for (List<ImmutableBitSet> sets : parts) {
            List<AggregateCall> calls =
                    aggCalls.stream().map(call -> call(call, sets, bb.root())).toList();
            aggregates.add(LogicalAggregate.create(bb.root(), List.of(), groupSet, sets, calls));
        }
        return LogicalUnion.create(aggregates, true);
    }

    /// The sets once each, in Calcite's order; those that are there twice or more; and so on.
    private static List<List<ImmutableBitSet>> parts(List<ImmutableBitSet> sets) {
        List<List<ImmutableBitSet>> parts = new ArrayList<>();
        for (ImmutableBitSet set : ImmutableBitSet.ORDERING.sortedCopy(sets)) {
            int part = 0;
            while (part < parts.size() && parts.get(part).contains(set)) {
                part++;
            }
            if (part == parts.size()) {
                parts.add(new ArrayList<>());
            }
            parts.get(part).add(set);
        }
        return parts;
    }

    /// The call where the groups are of these sets, of which an empty one has a group of no rows.
    private static AggregateCall call(AggregateCall call, List<ImmutableBitSet> sets, RelNode input) {
        return AggregateCall.create(
                call.getAggregation(),
                call.isDistinct(),
                call.isApproximate(),
                call.ignoreNulls(),
                call.rexList,
                call.getArgList(),
                call.filterArg,
                call.distinctKeys,
                call.collation,
                sets.stream().anyMatch(ImmutableBitSet::isEmpty),
                input,
                null,
                call.getName());
    }

    /// The tree with its outer rows as they are.
    RelNode settled(RelNode rel) {
        if (groupings.isEmpty()) {
            return rel;
        }
        return rel.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode other) {
                RelHomogeneousShuttle trees = this;
                return withVariables(super.visit(other)).accept(new RexShuttle() {
                    @Override
                    public RexNode visitSubQuery(RexSubQuery subquery) {
                        RexSubQuery changed = (RexSubQuery) super.visitSubQuery(subquery);
                        RelNode query = changed.rel.accept(trees);
                        return query == changed.rel ? changed : changed.clone(query);
                    }

                    @Override
                    public RexNode visitFieldAccess(RexFieldAccess access) {
                        return access.getReferenceExpr() instanceof RexCorrelVariable variable
                                        && variable.getType() instanceof MovedRow moved
                                ? rexBuilder.makeFieldAccess(
                                        rexBuilder.makeCorrel(moved.groups, variable.id),
                                        access.getField().getIndex() - moved.width)
                                : super.visitFieldAccess(access);
                    }
                });
            }
        });
    }

    /// Where columns have one name a second projection renames them, and has the variables of the first.
    private static RelNode withVariables(RelNode rel) {
        if (!(rel instanceof Project names)
                || names.getVariablesSet().isEmpty()
                || RexUtil.SubQueryFinder.containsSubQuery(names)
                || !(names.getInput() instanceof Project project)
                || !project.getVariablesSet().isEmpty()) {
            return rel;
        }
        RelNode input = LogicalProject.create(
                project.getInput(),
                project.getHints(),
                project.getProjects(),
                project.getRowType().getFieldNames(),
                names.getVariablesSet());
        return LogicalProject.create(
                input, names.getHints(), names.getProjects(), names.getRowType().getFieldNames(), Set.of());
    }

    /// An aggregate query that is being converted: until its groups are made, the root is what it reads.
    private record Grouping(Blackboard board, RelNode input) {
        boolean isDone() {
            return board.root() != input;
        }

        /// The group that is column `column` of the input, -1 if none is.
        int groupOf(int column) {
            RelNode root = board.root() instanceof Project project ? project.getInput() : board.root();
            RelNode groups = root instanceof Union union ? union.getInput(0) : root;
            if (!(groups instanceof Aggregate aggregate)) {
                return -1;
            }
            List<Integer> keys = aggregate.getGroupSet().asList();
            if (!(aggregate.getInput() instanceof Project arguments) || arguments.getInput() != input) {
                // The arguments are the input's own columns, perhaps renamed.
                return keys.indexOf(column);
            }
            for (int group = 0; group < keys.size(); group++) {
                if (arguments.getProjects().get(keys.get(group)) instanceof RexInputRef ref
                        && ref.getIndex() == column) {
                    return group;
                }
            }
            return -1;
        }
    }

    private final class Names extends Blackboard {
        Names(SqlValidatorScope scope, @Nullable Map<String, RexNode> nameToNodeMap, boolean top) {
            super(scope, nameToNodeMap, top);
        }

        @Override
        public RexNode visit(SqlIdentifier name) {
            RexNode found = super.visit(name);
            if (!(found instanceof RexFieldAccess access)
                    || !(access.getReferenceExpr() instanceof RexCorrelVariable variable)) {
                return found;
            }
            Grouping grouping = groupings.get(home(name));
            if (grouping == null || !grouping.isDone()) {
                return found;
            }
            int group = grouping.groupOf(access.getField().getIndex());
            if (group < 0) {
                // Not grouped by: Calcite says so.
                return found;
            }
            MovedRow row =
                    new MovedRow(variable.getType(), grouping.board().root().getRowType());
            return rexBuilder.makeFieldAccess(rexBuilder.makeCorrel(row, variable.id), row.width + group);
        }

        /// The scope of the query whose FROM has the column.
        private @Nullable SqlValidatorScope home(SqlIdentifier name) {
            SqlQualified qualified = scope.fullyQualify(name);
            SqlValidatorScope.ResolvedImpl resolved = new SqlValidatorScope.ResolvedImpl();
            scope.resolve(qualified.prefix(), catalogReader.nameMatcher(), false, resolved);
            return resolved.count() == 1 ? resolved.only().scope : null;
        }
    }

    /// The columns of FROM, then those of the groups.
    private static final class MovedRow extends RelRecordType {
        private static final long serialVersionUID = 1L;

        private final int width;
        private final transient RelDataType groups;

        MovedRow(RelDataType from, RelDataType groups) {
            super(joined(from, groups));
            this.width = from.getFieldCount();
            // Names tell the columns apart where expressions are compared as text.
            List<String> names = SqlValidatorUtil.uniquify(groups.getFieldNames(), true);
            List<RelDataTypeField> fields = new ArrayList<>();
            for (RelDataTypeField field : groups.getFieldList()) {
                fields.add(new RelDataTypeFieldImpl(names.get(field.getIndex()), field.getIndex(), field.getType()));
            }
            this.groups = new RelRecordType(fields);
        }

        private static List<RelDataTypeField> joined(RelDataType from, RelDataType groups) {
            List<RelDataTypeField> fields = new ArrayList<>();
            for (RelDataType row : List.of(from, groups)) {
                for (RelDataTypeField field : row.getFieldList()) {
                    fields.add(new RelDataTypeFieldImpl("$" + fields.size(), fields.size(), field.getType()));
                }
            }
            return fields;
        }
    }
}
