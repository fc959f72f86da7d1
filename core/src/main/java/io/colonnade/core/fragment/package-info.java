/// Plans cut into fragments, tasks that run them on nodes, and their form as bytes. Read
/// {@link io.colonnade.core.fragment.PlanFragment} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.core.fragment;
