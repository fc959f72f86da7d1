package io.colonnade.benchmarks.fuzz.grow;

/// What a query may be made of. Each query may use a random few of them: so each is also met without the
/// others, and one that is not supported does not hide the rest.
public enum Feature {
    JOINS,
    OUTER_JOINS,
    FULL_JOINS,
    OTHER_CONDITIONS,
    USING,
    NATURAL,
    LATERAL,
    DERIVED,
    WITH,
    RECURSION,
    VALUES,
    SUBQUERIES,
    CORRELATED,
    SET_OPERATIONS,
    INTERSECTIONS,
    GROUPS,
    GROUPING_SETS,
    HAVING,
    DISTINCT,
    FILTER,
    STATISTICS,
    WINDOWS,
    QUALIFY,
    FRAMES,
    LIMIT,
    CASES,
    CASTS,
    TEXT_FUNCTIONS,
    DATE_FUNCTIONS,
    NUMBER_FUNCTIONS,
    LIKE
}
