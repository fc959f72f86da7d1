package io.colonnade.coordinator.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Tables distributed in different ways, and queries over them that need several exchanges each.
///
/// Every query has columns a BIGINT, b INTEGER and c VARCHAR, so that each can be the input of another:
///
/// ```text
/// scan | filter | join on other columns than those of the distribution | semi join | group | union | first rows
/// ```
final class RandomQueries {
    static final int FACT_ROWS = 1000;
    private static final int MIDDLE_ROWS = 150;
    private static final int KEYS = 60;

    private final Random random;
    private int aliases;

    RandomQueries(long seed) {
        random = new Random(seed);
    }

    /// A query, and how its answer is to be compared.
    ///
    /// `limit` is -1 if the whole answer is determined; else any `limit` rows of the answer to `all` are right.
    record Query(
            String sql,
            boolean ordered,
            int limit,
            @Nullable String all) {}

    static List<String> tables(long seed) {
        Random random = new Random(seed);
        List<String> statements = new ArrayList<>(List.of(
                "CREATE TABLE fact (id BIGINT, k INTEGER, g INTEGER, s VARCHAR) DISTRIBUTE BY HASH(id)",
                "CREATE TABLE middle (m INTEGER, k INTEGER, w VARCHAR) DISTRIBUTE BY HASH(w)",
                "CREATE TABLE small (k INTEGER, name VARCHAR) REPLICATED",
                "CREATE TABLE same (id BIGINT, k INTEGER, s VARCHAR) DISTRIBUTE BY HASH(k)"));
        statements.add(insert("fact", FACT_ROWS, random, "id key group text"));
        statements.add(insert("middle", MIDDLE_ROWS, random, "id key text"));
        statements.add(insert("small", KEYS / 2, random, "id text"));
        statements.add(insert("same", FACT_ROWS / 2, random, "id key text"));
        return statements;
    }

    private static String insert(String table, int rows, Random random, String columns) {
        StringBuilder text = new StringBuilder("INSERT INTO " + table + " VALUES ");
        for (int i = 0; i < rows; i++) {
            List<String> values = new ArrayList<>();
            for (String column : columns.split(" ")) {
                values.add(
                        switch (column) {
                            case "id" -> Integer.toString(i);
                            // A few keys are frequent, so that the parts of a repartitioning differ in size.
                            case "key" ->
                                random.nextInt(20) == 0
                                        ? "NULL"
                                        : Integer.toString(random.nextInt(random.nextBoolean() ? 4 : KEYS));
                            case "group" -> Integer.toString(random.nextInt(9));
                            default -> random.nextInt(15) == 0 ? "NULL" : "'text number " + random.nextInt(40) + "'";
                        });
            }
            text.append(i == 0 ? "(" : ", (").append(String.join(", ", values)).append(')');
        }
        return text.toString();
    }

    Query next() {
        String rows = rows(2 + random.nextInt(2));
        return switch (random.nextInt(4)) {
            case 0 -> new Query(rows, false, -1, null);
            case 1 -> new Query("SELECT * FROM (" + rows + ") t ORDER BY a, b, c", true, -1, null);
            case 2 ->
                new Query(
                        "SELECT * FROM (" + rows + ") t ORDER BY b DESC, a, c LIMIT " + random.nextInt(400) + " OFFSET "
                                + random.nextInt(30),
                        true,
                        -1,
                        null);
            default -> {
                int limit = 1 + random.nextInt(200);
                yield new Query("SELECT * FROM (" + rows + ") t LIMIT " + limit, false, limit, rows);
            }
        };
    }

    private String alias() {
        return "t" + aliases++;
    }

    private String rows(int depth) {
        if (depth == 0) {
            return leaf();
        }
        return switch (random.nextInt(9)) {
            case 0 -> leaf();
            case 1, 2 -> join(depth);
            case 3 -> semiJoin(depth);
            case 4, 5 -> group(depth);
            case 6, 7 -> union(depth);
            default -> first(depth);
        };
    }

    private String leaf() {
        return switch (random.nextInt(5)) {
            case 0 -> "SELECT id AS a, k AS b, s AS c FROM fact WHERE id % 7 <> " + random.nextInt(7);
            case 1 -> "SELECT id AS a, g AS b, s AS c FROM fact WHERE k < " + random.nextInt(KEYS);
            case 2 -> "SELECT CAST(m AS BIGINT) AS a, k AS b, w AS c FROM middle";
            case 3 -> "SELECT id AS a, k AS b, s AS c FROM same WHERE s LIKE '%" + random.nextInt(10) + "'";
            default -> "SELECT id AS a, k AS b, s AS c FROM fact WHERE id < " + random.nextInt(FACT_ROWS);
        };
    }

    private String join(int depth) {
        String left = alias();
        String right = alias();
        String kind = random.nextInt(3) == 0 ? " LEFT JOIN " : " JOIN ";
        String other = switch (random.nextInt(5)) {
            // An empty build side on most nodes, or on all of them.
            case 0 -> "SELECT k AS b, w AS c FROM middle WHERE k = " + random.nextInt(KEYS + 5);
            case 1 -> "SELECT k AS b, name AS c FROM small";
            case 2 -> "SELECT k AS b, max(s) AS c FROM same GROUP BY k";
            case 3 -> "SELECT b, min(c) AS c FROM (" + rows(depth - 1) + ") " + alias() + " GROUP BY b";
            default -> "SELECT k AS b, w AS c FROM middle WHERE m < 40";
        };
        String on = switch (random.nextInt(4)) {
            case 0 -> left + ".c = " + right + ".c AND " + left + ".b >= " + right + ".b";
            case 1 -> left + ".b = " + right + ".b AND " + left + ".a % 3 <> " + random.nextInt(3);
            default -> left + ".b = " + right + ".b";
        };
        return "SELECT " + left + ".a AS a, " + right + ".b AS b, " + left + ".c AS c FROM (" + rows(depth - 1) + ") "
                + left + kind + "(" + other + ") " + right + " ON " + on;
    }

    private String semiJoin(int depth) {
        String outer = alias();
        return "SELECT " + outer + ".a AS a, " + outer + ".b AS b, " + outer + ".c AS c FROM (" + rows(depth - 1) + ") "
                + outer + " WHERE "
                + (random.nextBoolean()
                        ? outer + ".b IN (SELECT k FROM middle WHERE m % 5 = " + random.nextInt(5) + ")"
                        : "NOT EXISTS (SELECT * FROM same x WHERE x.s = " + outer + ".c AND x.id < "
                                + random.nextInt(30) + ")");
    }

    private String group(int depth) {
        String aggregate = switch (random.nextInt(4)) {
            case 0 -> "count(*)";
            case 1 -> "CAST(sum(a % 1000) AS BIGINT)";
            case 2 -> "count(DISTINCT c)";
            default -> "max(a)";
        };
        String key = random.nextBoolean() ? "b, c" : "b";
        String text = key.equals("b") ? "min(c)" : "c";
        return "SELECT " + aggregate + " AS a, b, " + text + " AS c FROM (" + rows(depth - 1) + ") " + alias()
                + " GROUP BY " + key;
    }

    private String union(int depth) {
        String text = "(" + rows(depth - 1) + ") UNION ALL (" + rows(depth - 1) + ")";
        return random.nextInt(3) == 0 ? text + " UNION ALL (" + leaf() + ")" : text;
    }

    private String first(int depth) {
        return "SELECT * FROM (SELECT a, b, c FROM (" + rows(depth - 1) + ") " + alias() + " ORDER BY c, b, a LIMIT "
                + (1 + random.nextInt(700)) + ") " + alias();
    }
}
