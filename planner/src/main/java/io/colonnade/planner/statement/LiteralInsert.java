package io.colonnade.planner.statement;

import io.colonnade.core.type.Datum;
import java.util.List;

/// An INSERT whose rows are literals and nothing else, as one with parameters and the values for them.
///
/// ```text
/// INSERT INTO t VALUES (1, 'a'), (2, NULL)   =   INSERT INTO "main"."t" VALUES (?, ?)   with (1, 'a') and (2, NULL)
/// ```
///
/// Statements that differ in their values only have the same `sql`, so one plan serves them all. Each of
/// `rows` has a value for each parameter of `template`, of the type that the parameter gets.
public record LiteralInsert(Statement.Insert template, String sql, List<List<Datum>> rows) {
    public LiteralInsert {
        rows = List.copyOf(rows);
    }
}
