package io.colonnade.planner;

import java.util.function.Supplier;

/// Hears what the steps of planning made of a statement, in their order.
@FunctionalInterface
public interface PlanTrace {
    /// Hears nothing.
    PlanTrace NONE = (step, plan) -> {};

    /// `step` changed the plan into what `plan` shows as text, when asked.
    void changed(String step, Supplier<String> plan);
}
