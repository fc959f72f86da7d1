/// The registry of scalar functions: what SQL may call, under which names, with which types, and what it answers.
///
/// ```text
/// planner: name and types of arguments  ->  Signature  ->  Function, types to cast to, type of the result
/// exec:    Function  ->  evaluator
/// docs, suggestions, system tables:  the same list
/// ```
///
/// Read {@link io.colonnade.core.function.FunctionRegistry} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.core.function;
