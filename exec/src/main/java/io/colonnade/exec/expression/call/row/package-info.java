/// Functions that are computed value by value: a lambda for each function of the registry that has no loop of
/// its own. Calls with compiled arguments come in, evaluators go out. Read {@link
/// io.colonnade.exec.expression.call.row.RowCalls} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.expression.call.row;
