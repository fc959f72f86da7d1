package io.colonnade.planner;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A random star or snowflake with a query over it.
///
/// ```text
/// f0 10^4..10^8 rows -- d1 -- d2 -- d3      branches up to three joins long, sizes in no order but below the fact's
///                    -- d4 (twice)          role-playing dimensions, now and then
///                    -- d5 -- d6            a circle by a second condition between two branches, now and then
///                    d7                     a table that nothing connects, now and then
/// ```
///
/// The query names the tables in any order, with commas or JOIN .. ON, filters any of them with any selectivity, and
/// statistics of columns or of all tables may be missing.
final class RandomStar {
    private static final int TABLES_MAX = 8;

    /// An occurrence of a table in the query: `alias` of `table`.
    private record Role(String table, String alias) {}

    /// A condition between two roles.
    private record Edge(int from, int to, String sql) {}

    private final Random random;
    private final int nodes;
    private final boolean hasRowCounts;
    private final FakeCatalog catalog;
    private final List<Role> roles = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final Set<List<String>> connected = new HashSet<>();
    private final List<List<String>> columns = new ArrayList<>();
    private final List<Long> rows = new ArrayList<>();

    RandomStar(long seed) {
        this.random = new Random(seed);
        this.nodes = random.nextBoolean() ? 1 : 3;
        this.hasRowCounts = random.nextInt(8) > 0;
        this.catalog = new FakeCatalog(nodes);
        grow();
        roles.stream().map(Role::table).distinct().forEach(this::define);
    }

    private void grow() {
        addRole("f0", "f0", (long) Math.pow(10, 4 + 4 * random.nextDouble()));
        int tables = 2 + random.nextInt(TABLES_MAX - 1);
        while (roles.size() < tables) {
            int parent = random.nextInt(3) > 0 ? 0 : random.nextInt(roles.size());
            if (depth(parent) >= 3) {
                continue;
            }
            int child = roles.size();
            if (parent == 0 && child > 1 && random.nextInt(8) == 0 && depth(child - 1) == 1) {
                // The same dimension in another role.
                roles.add(new Role(roles.get(child - 1).table(), "r" + child));
                columns.add(columns.get(child - 1));
                rows.add(rows.get(child - 1));
            } else {
                long most = rows.getFirst() - 1;
                addRole("d" + child, "d" + child, Math.min(most, (long) Math.pow(10, 6 * random.nextDouble())));
            }
            connect(parent, child, "k" + child, "id");
        }
        if (roles.size() > 3 && random.nextInt(6) == 0) {
            connect(1, roles.size() - 1, "attr", "attr");
        }
        if (random.nextInt(6) == 0) {
            addRole("lone", "lone", 1 + random.nextInt(10));
        }
    }

    private void addRole(String table, String alias, long count) {
        roles.add(new Role(table, alias));
        rows.add(Math.max(1, count));
        columns.add(new ArrayList<>());
    }

    private int depth(int role) {
        for (Edge edge : edges) {
            if (edge.to() == role) {
                return 1 + depth(edge.from());
            }
        }
        return 0;
    }

    private void connect(int from, int to, String fromColumn, String toColumn) {
        String left = roles.get(from).alias() + "." + fromColumn;
        String right = roles.get(to).alias() + "." + toColumn;
        if (!fromColumn.equals("attr")) {
            long distinct = Math.min(rows.get(to), rows.get(from));
            String type = random.nextInt(4) == 0 ? "BIGINT" : "INTEGER";
            columns.get(from).add(fromColumn + " " + type + statistics(distinct, rows.get(to)));
        }
        edges.add(new Edge(from, to, random.nextBoolean() ? left + " = " + right : right + " = " + left));
        connected.add(List.of(roles.get(from).table(), roles.get(to).table()));
        connected.add(List.of(roles.get(to).table(), roles.get(from).table()));
    }

    private String statistics(long distinct, long greatest) {
        return random.nextInt(6) == 0 ? " unknown" : " " + distinct + " 1 " + Math.max(1, greatest);
    }

    private void define(String table) {
        int role = roles.stream().map(Role::table).toList().indexOf(table);
        long count = rows.get(role);
        List<String> lines = new ArrayList<>();
        lines.add("id INTEGER " + count + " 1 " + count);
        long distinct = Math.max(1, Math.min(count, 1 + random.nextInt(1000)));
        lines.add("attr INTEGER" + statistics(distinct, distinct));
        lines.add("name VARCHAR" + (random.nextInt(4) == 0 ? " unknown" : " " + distinct));
        lines.addAll(columns.get(role));
        boolean replicated = role > 0 && random.nextInt(4) > 0;
        int slots = nodes == 1 ? 1 : 4 * nodes;
        catalog.table(
                table,
                hasRowCounts ? count : 0,
                replicated ? FakeCatalog.replicated() : FakeCatalog.hashed(slots, 1),
                String.join("\n", lines));
    }

    FakeCatalog catalog() {
        return catalog;
    }

    int nodes() {
        return nodes;
    }

    /// Whether the planner can know which table is the largest.
    boolean hasRowCounts() {
        return hasRowCounts;
    }

    String fact() {
        return "f0";
    }

    /// Whether a condition of the query connects a table of one set with one of the other.
    boolean areConnected(Set<String> some, Set<String> others) {
        return some.stream()
                .anyMatch(one -> others.stream().anyMatch(other -> connected.contains(List.of(one, other))));
    }

    /// The query; each call may spell it differently.
    String sql() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < roles.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        List<String> where = filters();
        String from = random.nextBoolean() ? commas(order, where) : joins(order, where);
        String group = random.nextBoolean()
                ? "name"
                : roles.get(random.nextInt(roles.size())).alias() + ".attr";
        String key =
                group.equals("name") ? roles.get(random.nextInt(roles.size())).alias() + ".name" : group;
        return "SELECT " + key + ", COUNT(*), SUM(f0.id) FROM " + from
                + (where.isEmpty() ? "" : " WHERE " + String.join(" AND ", where)) + " GROUP BY " + key;
    }

    private String commas(List<Integer> order, List<String> where) {
        edges.forEach(edge -> where.add(edge.sql()));
        Collections.shuffle(where, random);
        return order.stream().map(this::named).collect(Collectors.joining(", "));
    }

    private String joins(List<Integer> order, List<String> where) {
        StringBuilder from = new StringBuilder(named(order.getFirst()));
        Set<Integer> there = new TreeSet<>(Set.of(order.getFirst()));
        for (int role : order.subList(1, order.size())) {
            there.add(role);
            List<String> on = edges.stream()
                    .filter(edge -> edge.from() == role || edge.to() == role)
                    .filter(edge -> there.contains(edge.from()) && there.contains(edge.to()))
                    .map(Edge::sql)
                    .collect(Collectors.toCollection(ArrayList::new));
            boolean late = random.nextInt(5) == 0;
            if (on.isEmpty() || late) {
                where.addAll(on);
                from.append(" CROSS JOIN ").append(named(role));
            } else {
                from.append(" JOIN ").append(named(role)).append(" ON ").append(String.join(" AND ", on));
            }
        }
        return from.toString();
    }

    private String named(int role) {
        Role named = roles.get(role);
        return named.table().equals(named.alias()) ? named.table() : named.table() + " " + named.alias();
    }

    private List<String> filters() {
        List<String> where = new ArrayList<>();
        for (Role role : roles) {
            String attr = role.alias() + ".attr";
            switch (random.nextInt(8)) {
                case 0 -> where.add(attr + " = " + random.nextInt(1000));
                case 1 -> where.add(attr + " BETWEEN " + random.nextInt(100) + " AND " + random.nextInt(1000));
                case 2 -> where.add(attr + " IN (1, 2, 3)");
                case 3 -> where.add(role.alias() + ".name = 'x'");
                case 4 -> where.add(role.alias() + ".id = 7");
                case 5 -> where.add(role.alias() + ".name LIKE '%y%' OR " + attr + " > 10");
                default -> {}
            }
        }
        where.replaceAll(term -> term.contains(" OR ") ? "(" + term + ")" : term);
        return where;
    }
}
