/// Expressions of `core` become trees of evaluators and lists of tests, once per operator and thread; pages come in,
/// columns and selections go out. Read {@link io.colonnade.exec.expression.ExpressionCompiler} for values and
/// {@link io.colonnade.exec.expression.PredicateCompiler} for filters first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.expression;
