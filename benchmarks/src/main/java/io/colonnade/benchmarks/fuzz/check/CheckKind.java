package io.colonnade.benchmarks.fuzz.check;

import java.util.List;

/// What is compared with what.
///
/// The kinds of two queries need no oracle. Their templates stand over the same parts: `$1` tables, `$2` a
/// condition, `$3` a list of columns x1, x2, .., `$4` a whole number, `$5` a key.
public enum CheckKind {
    /// The answer of one query with DuckDB's.
    ORACLE("", ""),
    /// The answer of one query with that under other nodes, pages, threads, and with spill.
    SETTING("", ""),
    /// What tables hold after statements that change them, in all settings and in DuckDB.
    CHANGES("", ""),
    /// All rows are those for which a condition is true, false, or unknown.
    PARTS_OF_ROWS(
            "SELECT $3 FROM $1",
            "SELECT $3 FROM $1 WHERE $2 UNION ALL SELECT $3 FROM $1 WHERE NOT $2 UNION ALL"
                    + " SELECT $3 FROM $1 WHERE ($2) IS NULL"),
    /// The same for distinct rows.
    PARTS_OF_DISTINCT(
            "SELECT DISTINCT $3 FROM $1",
            "SELECT DISTINCT $3 FROM $1 WHERE $2 UNION SELECT $3 FROM $1 WHERE NOT $2 UNION"
                    + " SELECT DISTINCT $3 FROM $1 WHERE ($2) IS NULL"),
    /// The same for aggregates of all rows.
    PARTS_OF_AGGREGATES(
            "SELECT COUNT(*), SUM($4), MIN($5), MAX($5), COUNT($5) FROM $1",
            "SELECT SUM(n), SUM(s), MIN(a), MAX(z), SUM(c) FROM ("
                    + "SELECT COUNT(*) AS n, SUM($4) AS s, MIN($5) AS a, MAX($5) AS z, COUNT($5) AS c FROM $1 WHERE $2"
                    + " UNION ALL SELECT COUNT(*), SUM($4), MIN($5), MAX($5), COUNT($5) FROM $1 WHERE NOT $2 UNION ALL"
                    + " SELECT COUNT(*), SUM($4), MIN($5), MAX($5), COUNT($5) FROM $1 WHERE ($2) IS NULL) AS u"),
    /// The same for groups.
    PARTS_OF_GROUPS(
            "SELECT $5 AS k, COUNT(*), SUM($4) FROM $1 GROUP BY $5",
            "SELECT k, COUNT(*), SUM(v) FROM (SELECT $5 AS k, $4 AS v FROM $1 WHERE $2"
                    + " UNION ALL SELECT $5, $4 FROM $1 WHERE NOT $2"
                    + " UNION ALL SELECT $5, $4 FROM $1 WHERE ($2) IS NULL) AS u GROUP BY k"),
    /// The same for a condition on groups.
    PARTS_OF_HAVING(
            "SELECT $5, COUNT(*) FROM $1 GROUP BY $5",
            "SELECT $5, COUNT(*) FROM $1 GROUP BY $5 HAVING MIN($4) > 0"
                    + " UNION ALL SELECT $5, COUNT(*) FROM $1 GROUP BY $5 HAVING NOT (MIN($4) > 0)"
                    + " UNION ALL SELECT $5, COUNT(*) FROM $1 GROUP BY $5 HAVING (MIN($4) > 0) IS NULL"),
    /// As many rows pass a condition as have it true when it is only computed.
    COUNT(
            "SELECT COUNT(*) FROM $1 WHERE $2",
            "SELECT COALESCE(SUM(n), 0) FROM (SELECT CASE WHEN $2 THEN 1 ELSE 0 END AS n FROM $1) AS u");

    private static final List<CheckKind> PAIRS =
            List.of(PARTS_OF_ROWS, PARTS_OF_DISTINCT, PARTS_OF_AGGREGATES, PARTS_OF_GROUPS, PARTS_OF_HAVING, COUNT);

    private final String left;
    private final String right;

    CheckKind(String left, String right) {
        this.left = left;
        this.right = right;
    }

    /// Those that compare two queries.
    public static List<CheckKind> pairs() {
        return PAIRS;
    }

    public boolean isPair() {
        return PAIRS.contains(this);
    }

    String left() {
        return left;
    }

    String right() {
        return right;
    }
}
