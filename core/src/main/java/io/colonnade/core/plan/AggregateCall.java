package io.colonnade.core.plan;

import io.colonnade.core.type.Type;

/// One aggregate: `argument` is a column position of the input, -1 for COUNT_ALL.
///
/// *Types*: COUNTs are BIGINT; SUM of SMALLINT and INTEGER is BIGINT, of BIGINT DECIMAL(38, 0), of DECIMAL(p, s)
/// DECIMAL(38, s), of DOUBLE DOUBLE; MIN and MAX keep the type of the argument. SUM overflow is OUT_OF_RANGE.
public record AggregateCall(AggregateFunction function, int argument, boolean distinct, Type type) {}
