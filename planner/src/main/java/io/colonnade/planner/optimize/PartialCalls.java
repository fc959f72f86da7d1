package io.colonnade.planner.optimize;

import io.colonnade.planner.evaluation.CannotFail;
import io.colonnade.planner.type.AggregateOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.Strong;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/// The calls of an aggregate over a join, in two parts: of groups of one side, and of what the join leaves of them.
///
/// ```text
///                  x of the side                        y of the other one, n rows in a group of the side
/// SUM              SUM(SUM(x))                          SUM(y * n)
/// COUNT            SUM(COUNT(x)), 0 of nothing          SUM(n, where y is not NULL), 0 of nothing
/// AVG              of both                              of both
/// MIN, MAX         MIN(MIN(x))                          MIN(y)
/// DISTINCT         -                                    as it is
/// COUNT(*)                          SUM(n), 0 of nothing
/// ```
///
/// Where the side is missing for a row of the other one, that row counts once.
final class PartialCalls {
    /// Digits of a count.
    private static final int COUNT_DIGITS = 19;

    private static final int DIGITS_MAX = 38;

    /// A call of the groups; `argument` reads the columns of the join.
    private record Partial(
            SqlAggFunction function, @Nullable RexNode argument) {}

    /// A call of the whole, of the argument with that number.
    record Whole(SqlAggFunction function, boolean isDistinct, int argument) {}

    /// What is aggregated of the joined groups.
    record Final(List<RexNode> arguments, List<Whole> calls) {}

    private final Aggregate aggregate;
    private final List<RexNode> row;
    private final PartialGroups.Side side;
    private final ImmutableBitSet keys;
    private final List<Partial> partials = new ArrayList<>();

    private PartialCalls(Aggregate aggregate, List<RexNode> row, PartialGroups.Side side, ImmutableBitSet keys) {
        this.aggregate = aggregate;
        this.row = row;
        this.side = side;
        this.keys = keys;
    }

    /// Null if a call has no parts, or if rows of one group might differ.
    static @Nullable PartialCalls of(
            Aggregate aggregate, List<RexNode> row, RexNode condition, PartialGroups.Side side) {
        ImmutableBitSet read = RelOptUtil.InputFinder.bits(condition);
        for (int key : aggregate.getGroupSet()) {
            read = read.union(RelOptUtil.InputFinder.bits(row.get(key)));
        }
        ImmutableBitSet keys = read.intersect(side.columns());
        PartialCalls calls = new PartialCalls(aggregate, row, side, keys);
        boolean areTold = keys.asList().stream().allMatch(key -> {
            RelDataType type = side.rel()
                    .getRowType()
                    .getFieldList()
                    .get(key - side.from())
                    .getType();
            // Equal values of these may differ: 0.0 and -0.0, a month and thirty days.
            return !SqlTypeUtil.isApproximateNumeric(type) && !SqlTypeUtil.isInterval(type);
        });
        // Without keys there would be a group of no rows.
        return !keys.isEmpty() && areTold && aggregate.getAggCallList().stream().allMatch(calls::hasParts)
                ? calls
                : null;
    }

    /// The columns of the join that tell groups of the side apart.
    ImmutableBitSet keys() {
        return keys;
    }

    private boolean hasParts(AggregateCall call) {
        if (call.filterArg >= 0
                || call.distinctKeys != null
                || call.isApproximate()
                || call.ignoreNulls()
                || !call.getCollation().getFieldCollations().isEmpty()
                || call.getArgList().size() > 1) {
            return false;
        }
        if (call.getArgList().isEmpty()) {
            return call.getAggregation().getKind() == SqlKind.COUNT;
        }
        RexNode argument = row.get(call.getArgList().getFirst());
        ImmutableBitSet read = RelOptUtil.InputFinder.bits(argument);
        if (isInside(argument)) {
            return isWhole(call)
                    && CannotFail.test(argument)
                    && (!side.isPadded() || Strong.isNull(argument, side.columns()))
                    && (!adds(call) || CannotFail.isExact(argument));
        }
        boolean isOutside = !read.except(keys).intersects(side.columns());
        return isOutside && (isSteady(call) || isWhole(call) && isCountable(call, argument));
    }

    /// Whether it is aggregated of the side, before the join.
    private boolean isInside(RexNode argument) {
        ImmutableBitSet read = RelOptUtil.InputFinder.bits(argument);
        return !keys.contains(read) && side.columns().contains(read);
    }

    private static boolean isWhole(AggregateCall call) {
        return switch (call.getAggregation().getKind()) {
            case MIN, MAX -> true;
            case COUNT, SUM, SUM0, AVG -> !call.isDistinct();
            default -> call.getAggregation() == AggregateOperator.SAME_VALUE;
        };
    }

    /// Whether it does not matter how often a value is there.
    private static boolean isSteady(AggregateCall call) {
        return switch (call.getAggregation().getKind()) {
            case MIN, MAX -> true;
            case COUNT, SUM, SUM0, AVG -> call.isDistinct();
            default -> call.getAggregation() == AggregateOperator.SAME_VALUE;
        };
    }

    private static boolean adds(AggregateCall call) {
        return switch (call.getAggregation().getKind()) {
            case SUM, SUM0, AVG -> true;
            default -> false;
        };
    }

    /// Whether the value times a count has a type.
    private static boolean isCountable(AggregateCall call, RexNode argument) {
        return !adds(call) || CannotFail.isExact(argument) && digits(argument.getType()) + COUNT_DIGITS <= DIGITS_MAX;
    }

    private static int digits(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER -> 10;
            case BIGINT -> 19;
            default -> type.getPrecision();
        };
    }

    /// The groups of the side: the keys, the calls, and at last the number of rows.
    RelNode groups() {
        partials.clear();
        for (AggregateCall call : aggregate.getAggCallList()) {
            RexNode argument = call.getArgList().isEmpty()
                    ? null
                    : row.get(call.getArgList().getFirst());
            if (argument == null || !isInside(argument)) {
                continue;
            }
            if (call.getAggregation().getKind() == SqlKind.AVG) {
                partials.add(new Partial(SqlStdOperatorTable.SUM, argument));
                partials.add(new Partial(SqlStdOperatorTable.COUNT, argument));
            } else if (call.getAggregation().getKind() == SqlKind.SUM0) {
                partials.add(new Partial(SqlStdOperatorTable.SUM, argument));
            } else {
                partials.add(new Partial(call.getAggregation(), argument));
            }
        }
        if (!aggregate.getAggCallList().isEmpty()) {
            partials.add(new Partial(SqlStdOperatorTable.COUNT, null));
        }
        List<RexNode> columns = new ArrayList<>();
        for (int key : keys) {
            columns.add(RexInputRef.of(key - side.from(), side.rel().getRowType()));
        }
        for (Partial partial : partials) {
            if (partial.argument() != null) {
                columns.add(RexUtil.shift(partial.argument(), -side.from()));
            }
        }
        RelNode source = LogicalProject.create(side.rel(), List.of(), columns, (List<String>) null, Set.of());
        List<AggregateCall> calls = new ArrayList<>();
        int next = keys.cardinality();
        for (Partial partial : partials) {
            calls.add(call(
                    partial.function(), false, partial.argument() == null ? -1 : next++, source, keys.cardinality()));
        }
        return LogicalAggregate.create(source, List.of(), ImmutableBitSet.range(keys.cardinality()), null, calls);
    }

    /// A call of the column `argument` of `source`, or of none (-1).
    static AggregateCall call(
            SqlAggFunction function, boolean isDistinct, int argument, RelNode source, int groupCount) {
        return AggregateCall.create(
                function,
                isDistinct,
                false,
                false,
                List.of(),
                argument < 0 ? List.of() : List.of(argument),
                -1,
                null,
                RelCollations.EMPTY,
                groupCount == 0,
                source,
                null,
                null);
    }

    /// The calls of the whole, over the join of the groups, whose columns begin at `groupsAt`. Arguments
    /// stand behind `keyCount` keys.
    Final last(RelNode joined, int groupsAt, int[] positions, int keyCount) {
        int next = groupsAt + keys.cardinality();
        List<RexNode> arguments = new ArrayList<>();
        List<Whole> calls = new ArrayList<>();
        RexBuilder builder = joined.getCluster().getRexBuilder();
        for (AggregateCall call : aggregate.getAggCallList()) {
            SqlKind kind = call.getAggregation().getKind();
            boolean counts = kind == SqlKind.COUNT || kind == SqlKind.AVG;
            RexNode argument = call.getArgList().isEmpty()
                    ? null
                    : row.get(call.getArgList().getFirst());
            if (argument != null && isInside(argument)) {
                boolean sums = counts || adds(call);
                for (int i = kind == SqlKind.AVG ? 2 : 1; i > 0; i--) {
                    calls.add(new Whole(
                            sums ? SqlStdOperatorTable.SUM : call.getAggregation(),
                            false,
                            keyCount + arguments.size()));
                    arguments.add(RexInputRef.of(next++, joined.getRowType()));
                }
                continue;
            }
            RexNode moved = argument == null ? null : JoinBlock.move(argument, positions);
            if (moved != null && isSteady(call)) {
                calls.add(new Whole(call.getAggregation(), call.isDistinct(), keyCount + arguments.size()));
                arguments.add(moved);
                continue;
            }
            RexNode number = number(joined, groupsAt);
            if (moved != null && adds(call)) {
                calls.add(new Whole(SqlStdOperatorTable.SUM, false, keyCount + arguments.size()));
                arguments.add(times(moved, number, builder));
            }
            if (counts) {
                calls.add(new Whole(SqlStdOperatorTable.SUM, false, keyCount + arguments.size()));
                arguments.add(
                        moved == null
                                ? number
                                : builder.makeCall(
                                        number.getType(),
                                        SqlStdOperatorTable.CASE,
                                        List.of(
                                                builder.makeCall(SqlStdOperatorTable.IS_NULL, moved),
                                                builder.makeExactLiteral(java.math.BigDecimal.ZERO, number.getType()),
                                                number)));
            }
        }
        return new Final(arguments, calls);
    }

    /// How many rows of the side a row of the join stands for.
    private RexNode number(RelNode joined, int groupsAt) {
        RexNode number = RexInputRef.of(groupsAt + keys.cardinality() + partials.size() - 1, joined.getRowType());
        return side.isPadded() ? PartialGroups.or(number, 1, joined) : number;
    }

    private static RexNode times(RexNode value, RexNode number, RexBuilder builder) {
        RelDataTypeFactory factory = builder.getTypeFactory();
        RelDataType type = value.getType();
        int digits = digits(type);
        int scale = type.getSqlTypeName() == SqlTypeName.DECIMAL ? type.getScale() : 0;
        boolean nullable = type.isNullable();
        RexNode exact = type.getSqlTypeName() == SqlTypeName.DECIMAL
                ? value
                : builder.makeAbstractCast(decimal(factory, digits, scale, nullable), value, false);
        return builder.makeCall(
                decimal(factory, digits + COUNT_DIGITS, scale, nullable),
                SqlStdOperatorTable.MULTIPLY,
                List.of(exact, number));
    }

    private static RelDataType decimal(RelDataTypeFactory factory, int digits, int scale, boolean nullable) {
        return factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.DECIMAL, digits, scale), nullable);
    }

    /// The values of the calls, of the columns of `whole` behind its keys.
    List<RexNode> values(RelNode whole, int keyCount) {
        RexBuilder builder = whole.getCluster().getRexBuilder();
        RelDataTypeFactory factory = builder.getTypeFactory();
        RelDataType counted = factory.createSqlType(SqlTypeName.BIGINT);
        List<RexNode> values = new ArrayList<>();
        int next = keyCount;
        for (AggregateCall call : aggregate.getAggCallList()) {
            RexNode value = RexInputRef.of(next++, whole.getRowType());
            if (isSteady(call) && !call.getArgList().isEmpty()) {
                values.add(value);
                continue;
            }
            values.add(
                    switch (call.getAggregation().getKind()) {
                        case COUNT -> builder.makeAbstractCast(counted, PartialGroups.or(value, 0, whole), false);
                        case SUM0 -> PartialGroups.or(value, 0, whole);
                        case AVG -> {
                            RexNode count = RexInputRef.of(next++, whole.getRowType());
                            yield builder.makeCall(
                                    call.getType(),
                                    SqlStdOperatorTable.DIVIDE,
                                    List.of(
                                            value,
                                            builder.makeAbstractCast(
                                                    factory.createTypeWithNullability(counted, true), count, false)));
                        }
                        default -> value;
                    });
        }
        return values;
    }
}
