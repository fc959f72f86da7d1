package io.colonnade.planner.subquery;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/// The row that a subquery knows as `variables`: field `i` of them is column `columnOf(i)` of `rel`.
///
/// `rel` is what the values are taken from; the relation that the subquery is joined to may have more columns
/// behind those, and fewer rows.
record OuterColumns(RelNode rel, Set<CorrelationId> variables, IntUnaryOperator columnOf) {
    static OuterColumns of(RelNode rel, Set<CorrelationId> variables) {
        return new OuterColumns(rel, variables, IntUnaryOperator.identity());
    }

    /// Whether anything in `query` reads the outer row.
    boolean isReadBy(RelNode query) {
        return !columnsIn(query).isEmpty();
    }

    /// The columns of `rel` that `query` reads.
    Set<Integer> columnsIn(RelNode query) {
        Set<Integer> columns = new TreeSet<>();
        visit(query, variables, field -> columns.add(columnOf.applyAsInt(field)));
        return columns;
    }

    /// The column that an expression is, if it is one of the outer row, else -1.
    int column(RexNode expression) {
        return expression instanceof RexFieldAccess access
                        && access.getReferenceExpr() instanceof RexCorrelVariable variable
                        && variables.contains(variable.id)
                ? columnOf.applyAsInt(access.getField().getIndex())
                : -1;
    }

    /// Whether anything in `rel` reads a row of any query further out.
    static boolean isCorrelated(RelNode rel) {
        return readsOuter(rel) || rel.getInputs().stream().anyMatch(OuterColumns::isCorrelated);
    }

    /// The same for the expressions of `rel` itself.
    static boolean readsOuter(RelNode rel) {
        boolean[] found = {false};
        rel.accept(finder(null, field -> found[0] = true));
        return found[0];
    }

    static boolean readsOuter(RexNode expression) {
        boolean[] found = {false};
        expression.accept(finder(null, field -> found[0] = true));
        return found[0];
    }

    static void visit(RelNode rel, Set<CorrelationId> variables, IntConsumer field) {
        rel.accept(finder(variables, field));
        rel.getInputs().forEach(input -> visit(input, variables, field));
    }

    /// Hears of the fields that are read of these variables, or of all if they are null; changes nothing.
    private static RexShuttle finder(
            @org.jspecify.annotations.Nullable Set<CorrelationId> variables, IntConsumer field) {
        return new RexShuttle() {
            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                if (access.getReferenceExpr() instanceof RexCorrelVariable variable
                        && (variables == null || variables.contains(variable.id))) {
                    field.accept(access.getField().getIndex());
                }
                return access;
            }
        };
    }
}
