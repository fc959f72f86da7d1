/// Windows of a query are written so that Calcite makes of them what they mean. Read
/// {@link io.colonnade.planner.window.WindowSyntax} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.window;
