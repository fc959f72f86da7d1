package io.colonnade.core.expression;

/// How the terms of a {@link Expression.Logical} are joined.
public enum LogicalOperator {
    AND,
    OR
}
