package io.colonnade.tests.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Random queries with subqueries in all places, correlated over several levels, over tables of small integers.
///
/// ```text
/// t0 (a, b, c)  t1 (a, b, c)  t2 (a, b, c)        NULLs, duplicates; one may be empty
/// ```
///
/// What is a random choice of rows, such as a LIMIT without an order, is left out.
final class RandomSubqueries {
    static final int TABLES = 3;
    private static final String[] COLUMNS = {"a", "b", "c"};
    private static final String[] COMPARISONS = {"=", "=", "=", "<>", "<", "<=", ">", ">="};
    private static final String[] JOINS = {"JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"};

    private final Random random;
    /// Aliases of the queries around, each with those of one FROM, the innermost last.
    private final List<List<String>> scopes = new ArrayList<>();
    private int aliases;

    RandomSubqueries(Random random) {
        this.random = random;
    }

    /// The statements that make and fill the tables.
    static List<String> tables(Random random) {
        List<String> statements = new ArrayList<>();
        for (int table = 0; table < TABLES; table++) {
            statements.add("CREATE TABLE t" + table + " (a INTEGER, b INTEGER, c INTEGER)");
            int rows = random.nextInt(8) == 0 ? 0 : 3 + random.nextInt(14);
            int nulls = random.nextInt(3) * 2;
            List<String> values = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                values.add("(" + value(random, nulls) + ", " + value(random, nulls) + ", " + row + ")");
            }
            if (!values.isEmpty()) {
                statements.add("INSERT INTO t" + table + " VALUES " + String.join(", ", values));
            }
        }
        return statements;
    }

    private static String value(Random random, int nulls) {
        return random.nextInt(10) < nulls ? "NULL" : Integer.toString(random.nextInt(5));
    }

    String query() {
        aliases = 0;
        scopes.clear();
        String from = from(3);
        String text = "SELECT " + value(3) + " AS x, " + (chance(3) ? condition(3) : value(3)) + " AS y, "
                + scopes.getLast().getFirst() + ".c AS z FROM " + from;
        return text + (chance(4) ? " WHERE " + condition(3) : "") + " ORDER BY 1, 2, 3";
    }

    private boolean chance(int ofFive) {
        return random.nextInt(5) < ofFive;
    }

    private String one(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    /// One or two tables, which become the innermost scope.
    private String from(int depth) {
        List<String> scope = new ArrayList<>();
        scopes.add(scope);
        String from = table(depth, scope, false);
        if (chance(2)) {
            if (depth > 1 && chance(1)) {
                return from + " CROSS JOIN LATERAL " + table(depth - 1, scope, true);
            }
            return from + " " + one(JOINS) + " " + table(0, scope, false) + " ON " + joinCondition(scope);
        }
        return from;
    }

    private String joinCondition(List<String> scope) {
        return scope.getFirst() + "." + one(COLUMNS) + " " + one(COMPARISONS) + " " + scope.getLast() + "."
                + one(COLUMNS);
    }

    private String table(int depth, List<String> scope, boolean lateral) {
        String alias = "q" + aliases++;
        String table = lateral || depth > 1 && random.nextInt(6) == 0
                ? "(" + derived(depth - 1, lateral) + ")"
                : "t" + random.nextInt(TABLES);
        scope.add(alias);
        return table + " AS " + alias;
    }

    /// A derived table with the columns of the others; only a lateral one may read outer rows.
    private String derived(int depth, boolean lateral) {
        List<List<String>> around = List.copyOf(scopes);
        if (!lateral) {
            scopes.clear();
        }
        String from = from(Math.min(depth, 1));
        String text;
        if (chance(2)) {
            String key = column();
            text = "SELECT " + key + " AS a, COUNT(*) AS b, MAX(" + column() + ") AS c FROM " + from + where(depth)
                    + " GROUP BY " + key;
        } else {
            text = "SELECT " + (chance(1) ? "DISTINCT " : "") + value(0) + " AS a, " + value(0) + " AS b, " + value(0)
                    + " AS c FROM " + from + where(depth);
        }
        scopes.clear();
        scopes.addAll(around);
        return text;
    }

    private String where(int depth) {
        return chance(4) ? " WHERE " + condition(depth) : "";
    }

    /// A column, mostly of the innermost query.
    private String column() {
        int level = scopes.size() - 1;
        while (level > 0 && chance(2)) {
            level--;
        }
        List<String> scope = scopes.get(level);
        return scope.get(random.nextInt(scope.size())) + "." + one(COLUMNS);
    }

    private String innerColumn() {
        List<String> scope = scopes.getLast();
        return scope.get(random.nextInt(scope.size())) + "." + one(COLUMNS);
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> Integer.toString(random.nextInt(5));
            case 1 -> column() + " + " + random.nextInt(3);
            case 2 -> "COALESCE(" + column() + ", " + random.nextInt(5) + ")";
            case 3, 4, 5 -> column();
            case 6 -> "CASE WHEN " + condition(depth - 1) + " THEN " + column() + " ELSE " + value(depth - 1) + " END";
            default -> scalar(depth - 1);
        };
    }

    private String condition(int depth) {
        return switch (random.nextInt(depth > 0 ? 13 : 5)) {
            case 0 -> column() + " IS " + (chance(2) ? "NOT " : "") + "NULL";
            case 1, 2, 3 -> column() + " " + one(COMPARISONS) + " " + value(0);
            case 4 -> innerColumn() + " = " + column();
            case 5 -> "(" + condition(depth - 1) + " OR " + condition(depth - 1) + ")";
            case 6 -> "(" + condition(depth - 1) + " AND " + condition(depth - 1) + ")";
            case 7 -> "NOT (" + condition(depth - 1) + ")";
            case 8, 9 -> (chance(2) ? "NOT " : "") + "EXISTS (" + rows(depth - 1) + ")";
            case 10, 11 -> value(0) + (chance(2) ? " NOT" : "") + " IN (" + rows(depth - 1) + ")";
            default -> value(0) + " " + one(COMPARISONS) + (chance(2) ? " ANY (" : " ALL (") + rows(depth - 1) + ")";
        };
    }

    /// A subquery of one column.
    private String rows(int depth) {
        if (random.nextInt(6) == 0) {
            String operation = one(new String[] {" UNION ALL ", " UNION ", " EXCEPT ", " INTERSECT "});
            return plainRows(depth) + operation + plainRows(depth);
        }
        return plainRows(depth);
    }

    private String plainRows(int depth) {
        int outer = scopes.size();
        String from = from(depth);
        String text;
        if (chance(1)) {
            String key = innerColumn();
            text = "SELECT " + (chance(2) ? "COUNT(*)" : key) + " FROM " + from + where(depth) + " GROUP BY " + key
                    + (chance(2) ? " HAVING COUNT(*) > " + random.nextInt(3) : "");
        } else if (random.nextInt(8) == 0) {
            text = "SELECT " + aggregate() + " FROM " + from + where(depth)
                    + (chance(2) ? " HAVING COUNT(*) > " + random.nextInt(3) : "");
        } else {
            text = "SELECT " + (chance(1) ? "DISTINCT " : "") + value(depth - 1) + " FROM " + from + where(depth);
        }
        while (scopes.size() > outer) {
            scopes.removeLast();
        }
        return text;
    }

    private String scalar(int depth) {
        int outer = scopes.size();
        String from = from(depth);
        String text = chance(4)
                ? "SELECT " + aggregate() + (chance(1) ? " + 1" : "") + " FROM " + from + where(depth)
                : "SELECT " + innerColumn() + " AS o FROM " + from + where(depth) + " ORDER BY o LIMIT 1";
        while (scopes.size() > outer) {
            scopes.removeLast();
        }
        return "(" + text + ")";
    }

    private String aggregate() {
        return switch (random.nextInt(5)) {
            case 0 -> "COUNT(*)";
            case 1 -> "COUNT(" + innerColumn() + ")";
            case 2 -> "SUM(" + innerColumn() + ")";
            case 3 -> "COUNT(DISTINCT " + innerColumn() + ")";
            default -> "MAX(" + innerColumn() + ")";
        };
    }
}
