package io.colonnade.planner.name;

/// Where an expression stands in its query, and whether aggregates of that query may.
enum Clause {
    LIST("the select list", true),
    FROM("FROM", false),
    ON("ON", false),
    WHERE("WHERE", false),
    GROUP("GROUP BY", false),
    HAVING("HAVING", true),
    WINDOW("WINDOW", true),
    QUALIFY("QUALIFY", true),
    ORDER("ORDER BY", true),
    ARGUMENT("the argument of another", false);

    private final String text;
    private final boolean mayAggregate;

    Clause(String text, boolean mayAggregate) {
        this.text = text;
        this.mayAggregate = mayAggregate;
    }

    String text() {
        return text;
    }

    boolean mayAggregate() {
        return mayAggregate;
    }
}
