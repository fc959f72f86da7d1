/// What the generated parser calls while it reads: pieces of syntax go in,
/// {@link io.colonnade.planner.statement.Statement}s come out. Read {@link io.colonnade.planner.syntax.StatementNode}
/// first.
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.syntax;
