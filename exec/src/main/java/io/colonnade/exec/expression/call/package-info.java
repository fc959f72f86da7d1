/// Casts and functions: which evaluator a CAST or a function of the registry becomes. Expressions of `core` with
/// compiled operands come in, evaluators go out. Read {@link io.colonnade.exec.expression.call.CastCompiler} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.expression.call;
