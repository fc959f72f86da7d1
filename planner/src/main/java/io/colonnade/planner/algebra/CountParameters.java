package io.colonnade.planner.algebra;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Datum;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/// Parameters that count rows, in LIMIT, OFFSET and the frames of windows: a plan is made for each of their values.
///
/// ```text
/// SELECT .. LIMIT ?                                with 10: LIMIT 10
/// SUM(x) OVER (ORDER BY k ROWS ? PRECEDING)        with 3: ROWS 3 PRECEDING
/// ```
public final class CountParameters extends RelHomogeneousShuttle {
    private final RexBuilder builder;
    private final @Nullable List<Datum> values;
    private boolean found;

    private CountParameters(RexBuilder builder, @Nullable List<Datum> values) {
        this.builder = builder;
        this.values = values;
    }

    /// Whether there are any.
    public static boolean areIn(RelNode root) {
        CountParameters search = new CountParameters(root.getCluster().getRexBuilder(), null);
        root.accept(search);
        return search.found;
    }

    /// The query with these values in their place.
    public static RelNode in(RelNode root, List<Datum> values) {
        return root.accept(new CountParameters(root.getCluster().getRexBuilder(), values));
    }

    @Override
    public RelNode visit(RelNode rel) {
        RelNode inner = super.visit(rel);
        if (inner instanceof Sort sort
                && (sort.offset instanceof RexDynamicParam || sort.fetch instanceof RexDynamicParam)) {
            found = true;
            if (values != null) {
                inner = sort.copy(
                        sort.getTraitSet(),
                        sort.getInput(),
                        sort.getCollation(),
                        count(sort.offset, "OFFSET"),
                        count(sort.fetch, "LIMIT"));
            }
        }
        return inner.accept(new Expressions());
    }

    /// NULL is no limit.
    private @Nullable RexNode count(@Nullable RexNode node, String clause) {
        RexNode known = node instanceof RexDynamicParam parameter ? literal(parameter) : node;
        if (known == null || RexLiteral.isNullLiteral(known)) {
            return null;
        }
        if (known instanceof RexLiteral literal
                && literal.getValue() instanceof BigDecimal number
                && number.signum() < 0) {
            throw new EngineException(ErrorCode.INVALID_PARAMETER, clause + " " + number + " is negative");
        }
        return known;
    }

    private RexNode literal(RexDynamicParam parameter) {
        RelDataType type = parameter.getType();
        if (values == null) {
            return parameter;
        }
        return switch (values.get(parameter.getIndex())) {
            case Datum.Int number
            when SqlTypeName.INT_TYPES.contains(type.getSqlTypeName()) ->
                builder.makeExactLiteral(BigDecimal.valueOf(number.value()), type);
            case Datum.Null none -> builder.makeNullLiteral(type);
            default -> parameter;
        };
    }

    /// Looks into subqueries, and at the parameters of windows.
    private final class Expressions extends RexShuttle {
        private boolean inWindow;

        @Override
        public RexNode visitSubQuery(RexSubQuery query) {
            RexNode inner = super.visitSubQuery(query);
            return inner instanceof RexSubQuery visited
                    ? visited.clone(visited.rel.accept(CountParameters.this))
                    : inner;
        }

        @Override
        public RexWindow visitWindow(RexWindow window) {
            boolean outer = inWindow;
            inWindow = true;
            try {
                return super.visitWindow(window);
            } finally {
                inWindow = outer;
            }
        }

        @Override
        public RexNode visitDynamicParam(RexDynamicParam parameter) {
            if (!inWindow) {
                return parameter;
            }
            found = true;
            return literal(parameter);
        }
    }
}
