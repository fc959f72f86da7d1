package io.colonnade.core.expression;

import io.colonnade.core.expression.Expression.Comparison;
import io.colonnade.core.expression.Expression.InList;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.expression.Expression.Not;
import io.colonnade.core.type.Datum;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds lists among the terms of an OR or AND.
///
/// ```text
/// a = 1 OR b = 3 OR a = 2      a IN (1, 2) OR b = 3
/// a <> 1 AND a <> 2            NOT a IN (1, 2)
/// ```
public final class InLists {
    private InLists() {}

    /// The terms with those that compare the same value with literals as one, in the place of the first.
    public static List<Expression> group(List<Expression> terms, LogicalOperator operator) {
        ComparisonOperator wanted = switch (operator) {
            case AND -> ComparisonOperator.NOT_EQUAL;
            case OR -> ComparisonOperator.EQUAL;
        };
        Map<Expression, List<Datum>> values = new LinkedHashMap<>();
        for (Expression term : terms) {
            if (isMember(term, wanted)) {
                Comparison comparison = (Comparison) term;
                values.computeIfAbsent(comparison.left(), left -> new ArrayList<>())
                        .add(((Literal) comparison.right()).value());
            }
        }
        values.values().removeIf(list -> list.size() < 2);
        if (values.isEmpty()) {
            return terms;
        }
        List<Expression> grouped = new ArrayList<>();
        Set<Expression> done = new HashSet<>();
        for (Expression term : terms) {
            Expression left = isMember(term, wanted) ? ((Comparison) term).left() : null;
            List<Datum> list = left == null ? null : values.get(left);
            if (left == null || list == null) {
                grouped.add(term);
            } else if (done.add(left)) {
                InList in = new InList(left, list.stream().distinct().toList());
                grouped.add(operator == LogicalOperator.AND ? new Not(in) : in);
            }
        }
        return grouped;
    }

    private static boolean isMember(Expression term, ComparisonOperator wanted) {
        return term instanceof Comparison comparison
                && comparison.operator() == wanted
                && comparison.right() instanceof Literal literal
                && !literal.value().isNull()
                && isSteady(comparison.left());
    }

    /// Whether it has the same value wherever it stands.
    private static boolean isSteady(Expression expression) {
        boolean draws =
                expression instanceof Expression.Call call && call.function().isVolatile();
        return !draws && expression.operands().stream().allMatch(InLists::isSteady);
    }
}
