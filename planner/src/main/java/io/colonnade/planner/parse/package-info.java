/// SQL text becomes a {@link io.colonnade.planner.statement.Statement}, or an error with its place in the text. Read
/// {@link io.colonnade.planner.parse.SqlText} first; the parser itself is generated into the package `grammar`.
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.parse;
