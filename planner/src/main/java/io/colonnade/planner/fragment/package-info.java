/// A plan is cut into fragments and exchanges are put between them. Read
/// {@link io.colonnade.planner.fragment.PlanFragmenter} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.fragment;
