package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Type;

/// The error for an expression whose operands have types that it is not defined for.
public final class Mismatch {
    private Mismatch() {}

    public static EngineException of(String what, Type type) {
        return new EngineException(ErrorCode.TYPE_MISMATCH, what + " is not defined for " + type.sql());
    }

    public static EngineException cast(Type from, Type to) {
        return new EngineException(ErrorCode.TYPE_MISMATCH, "cannot cast " + from.sql() + " to " + to.sql());
    }
}
