package io.colonnade.benchmarks.pages;

import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.plan.FilterNode;
import io.colonnade.core.plan.LimitNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ProjectNode;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.flow.FilterOperator;
import io.colonnade.exec.operator.flow.LimitOperator;
import io.colonnade.exec.operator.flow.ProjectOperator;
import io.colonnade.exec.task.Operator;
import java.util.List;

/// Operators that let a page of two INTEGER columns, the first of one value and the second of many, pass as it is.
enum StageKind {
    /// A comparison that is decided once a page.
    FILTER("filter, one value") {
        @Override
        Operator.Factory factory(int id) {
            FilterNode node = new FilterNode(id, INPUT, compare(0));
            return driver -> new FilterOperator(node, driver);
        }
    },
    /// A comparison that looks at every row.
    FILTER_ROWS("filter, all rows") {
        @Override
        Operator.Factory factory(int id) {
            FilterNode node = new FilterNode(id, INPUT, compare(1));
            return driver -> new FilterOperator(node, driver);
        }
    },
    REORDER("project, columns") {
        @Override
        Operator.Factory factory(int id) {
            ProjectNode node = new ProjectNode(id, INPUT, List.of(column(0), column(1)));
            return driver -> new ProjectOperator(node, driver);
        }
    },
    /// A sum that is computed once a page.
    COMPUTE("project, one sum") {
        @Override
        Operator.Factory factory(int id) {
            Expression sum = new Expression.Arithmetic(ArithmeticOperator.ADD, column(0), literal(0), Type.INTEGER);
            ProjectNode node = new ProjectNode(id, INPUT, List.of(sum, column(1)));
            return driver -> new ProjectOperator(node, driver);
        }
    },
    LIMIT("limit") {
        @Override
        Operator.Factory factory(int id) {
            return LimitOperator.factory(new LimitNode(id, INPUT, 0, Long.MAX_VALUE));
        }
    };

    static final List<Type> TYPES = List.of(Type.INTEGER, Type.INTEGER);
    private static final PlanNode INPUT = new ValuesNode(0, TYPES, List.of());

    final String title;

    StageKind(String title) {
        this.title = title;
    }

    abstract Operator.Factory factory(int id);

    private static Expression column(int index) {
        return new Expression.ColumnReference(index, Type.INTEGER);
    }

    private static Expression literal(int value) {
        return new Expression.Literal(Type.INTEGER, Datum.of(value));
    }

    private static Expression compare(int index) {
        return new Expression.Comparison(ComparisonOperator.GREATER_OR_EQUAL, column(index), literal(0));
    }
}
