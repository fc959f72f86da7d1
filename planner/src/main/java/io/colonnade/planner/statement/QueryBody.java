package io.colonnade.planner.statement;

/// The syntax of a query, which only this module can read.
public interface QueryBody {}
