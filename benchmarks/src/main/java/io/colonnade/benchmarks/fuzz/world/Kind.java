package io.colonnade.benchmarks.fuzz.world;

/// Kinds of types. Those of one family can be compared and mixed.
public enum Kind {
    BOOLEAN(Family.CONDITION),
    TINYINT(Family.NUMBER),
    SMALLINT(Family.NUMBER),
    INTEGER(Family.NUMBER),
    BIGINT(Family.NUMBER),
    DECIMAL(Family.NUMBER),
    DOUBLE(Family.FLOATING),
    VARCHAR(Family.TEXT),
    DATE(Family.DATE),
    TIME(Family.TIME),
    TIMESTAMP(Family.MOMENT),
    REAL(Family.REAL),
    CHAR(Family.CHARS),
    INTERVAL(Family.INTERVAL),
    TIMESTAMPTZ(Family.ZONED);

    /// What can be compared without a doubt about how.
    public enum Family {
        CONDITION,
        NUMBER,
        FLOATING,
        TEXT,
        DATE,
        TIME,
        MOMENT,
        REAL,
        CHARS,
        INTERVAL,
        ZONED
    }

    private final Family family;

    Kind(Family family) {
        this.family = family;
    }

    public Family family() {
        return family;
    }

    public boolean isInteger() {
        return family == Family.NUMBER && this != DECIMAL;
    }

    public boolean isNumeric() {
        return family == Family.NUMBER || family == Family.FLOATING;
    }
}
