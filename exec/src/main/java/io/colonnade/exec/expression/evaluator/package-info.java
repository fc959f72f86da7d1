/// Compiled expressions: trees of evaluators, each of which makes one column of a page. Pages come in, columns and
/// selections go out. Read {@link io.colonnade.exec.expression.evaluator.Evaluator} first, then
/// {@link io.colonnade.exec.expression.evaluator.StrictEvaluator}.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.expression.evaluator;
