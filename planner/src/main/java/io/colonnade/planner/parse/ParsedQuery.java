package io.colonnade.planner.parse;

import io.colonnade.planner.statement.QueryBody;

/// The syntax tree of a query.
public final class ParsedQuery implements QueryBody {}
