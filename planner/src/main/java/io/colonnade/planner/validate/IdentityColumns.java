package io.colonnade.planner.validate;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.error.Position;

/// What may not be done to columns that number themselves.
public final class IdentityColumns {
    private IdentityColumns() {}

    static EngineException givenAlways(ColumnDefinition column, Position position) {
        return new EngineException(
                ErrorCode.GENERATED_ALWAYS,
                "column \"" + column.name() + "\" is GENERATED ALWAYS AS IDENTITY and takes no values",
                position,
                "leave the column out or give DEFAULT",
                null);
    }
}
