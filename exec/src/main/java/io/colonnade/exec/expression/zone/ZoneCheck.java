package io.colonnade.exec.expression.zone;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.expression.CanFail;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Decides from minima, maxima and null counts alone whether rows of a zone can meet a condition.
///
/// ```text
/// $2 between 1 and 3     zone of $2: min 5, max 9     ->     NEVER
/// ```
public final class ZoneCheck {
    private ZoneCheck() {}

    /// `zones` answers what is known of an input column, or null. A condition that can fail for a row is MAYBE, so that
    /// it fails, or not, whatever the zones are.
    public static ZoneMatch match(Expression condition, List<Datum> parameters, IntFunction<@Nullable Zone> zones) {
        return CanFail.test(condition)
                ? ZoneMatch.MAYBE
                : Outcomes.of(condition, parameters, zones).match();
    }
}
