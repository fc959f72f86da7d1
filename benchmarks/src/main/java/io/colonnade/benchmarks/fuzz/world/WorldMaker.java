package io.colonnade.benchmarks.fuzz.world;

import java.util.ArrayList;
import java.util.List;

/// Makes random worlds: tables of all types, empty ones, ones of one row and larger ones, with sort keys,
/// distributions, copies on every node, primary keys. Columns `k` and `j` join.
public final class WorldMaker {
    private static final int TABLES_MAX = 5;
    private static final int COLUMNS_MAX = 6;

    /// Rows of a table at most, which few worlds have.
    private static final int LARGE = 4000;

    /// Numbers that statements put into columns are not larger, whatever the column.
    private static final double LITERAL = 12;

    private final Dice dice;

    public WorldMaker(long seed) {
        this.dice = new Dice(seed);
    }

    public World make() {
        List<Table> tables = new ArrayList<>();
        int size = dice.of(6, 12, 12, 25, 120);
        boolean large = dice.chance(0.06);
        List<Table> parents = dice.chance(0.4) ? tables : List.of();
        int count = dice.between(2, TABLES_MAX);
        for (int i = 0; i < count; i++) {
            int rows = dice.chance(0.08) ? 0 : dice.chance(0.08) ? 1 : dice.between(2, size);
            tables.add(table("t" + i, large && i < 2 ? dice.between(size, LARGE) : rows, size, parents, i == 0));
        }
        return new World(tables);
    }

    /// @param parents the first of these may be referred to
    private Table table(String name, int rowCount, int size, List<Table> parents, boolean first) {
        List<Column> columns = new ArrayList<>();
        List<Values> values = new ArrayList<>();
        boolean keyed = dice.chance(first ? 0.5 : 0.3);
        int parentRows = parents.isEmpty() || first || parents.getFirst().key().isEmpty()
                ? 0
                : parents.getFirst().rows().size();
        String parent = parentRows > 0 && dice.chance(0.7) ? parents.getFirst().name() : "";
        if (keyed) {
            columns.add(new Column(
                    "id",
                    first ? Domain.of(Kind.INTEGER) : Domain.of(dice.of(Kind.INTEGER, Kind.BIGINT)),
                    false,
                    rowCount + 1));
            values.add(Values.keys(dice, columns.getFirst().domain(), false, 1));
        }
        for (String joining : List.of("k", "j")) {
            if (joining.equals(Table.CHILD) && !parent.isEmpty()) {
                boolean nullable = dice.chance(0.7);
                columns.add(new Column(joining, Domain.of(Kind.INTEGER), nullable, Math.max(LITERAL, parentRows)));
                values.add(Values.positions(dice, nullable, parentRows));
            } else if (dice.chance(0.7)) {
                Domain domain = dice.chance(0.75) ? Domain.of(Kind.INTEGER) : domain();
                boolean nullable = dice.chance(0.7);
                Values source = domain.kind().isInteger() || domain.kind() == Kind.DECIMAL
                        ? Values.keys(dice, domain, nullable, Math.max(2, size / 2))
                        : Values.random(dice, domain, nullable);
                columns.add(new Column(joining, domain, nullable, Math.max(LITERAL, source.bound())));
                values.add(source);
            }
        }
        int more = dice.between(columns.isEmpty() ? 1 : 0, COLUMNS_MAX);
        for (int i = 0; i < more; i++) {
            Domain domain = domain();
            boolean nullable = dice.chance(0.8);
            Values source = Values.random(dice, domain, nullable);
            columns.add(new Column("c" + i, domain, nullable, Math.max(LITERAL, source.bound())));
            values.add(source);
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < rowCount; i++) {
            List<String> row = new ArrayList<>();
            for (int column = 0; column < columns.size(); column++) {
                row.add(
                        keyed && column == 0
                                ? Integer.toString(i)
                                : values.get(column).next());
            }
            rows.add(row);
            if (!keyed && dice.chance(0.1)) {
                rows.add(row);
            }
        }
        List<String> key = keyed && dice.chance(first ? 0.9 : 0.6) ? List.of("id") : List.of();
        return new Table(name, columns, key, layout(columns), parent, rows);
    }

    /// INTERVALs are no keys.
    private String key(List<Column> columns) {
        List<Column> keys = columns.stream()
                .filter(column -> column.domain().kind() != Kind.INTERVAL)
                .toList();
        return keys.isEmpty() ? "" : dice.pick(keys).name();
    }

    private Domain domain() {
        Kind kind = dice.of(Kind.values());
        if (kind == Kind.DECIMAL) {
            return dice.of(Domain.decimal(4, 1), Domain.decimal(9, 2), Domain.decimal(15, 3), Domain.decimal(30, 4));
        }
        return Domain.of(kind);
    }

    private String layout(List<Column> columns) {
        StringBuilder layout = new StringBuilder();
        if (key(columns).isEmpty()) {
            return "";
        }
        if (dice.chance(0.4)) {
            layout.append("ORDER BY (").append(key(columns)).append(')');
        }
        if (dice.chance(0.25)) {
            layout.append(layout.isEmpty() ? "" : " ").append("REPLICATED");
        } else if (dice.chance(0.5)) {
            layout.append(layout.isEmpty() ? "" : " ")
                    .append("DISTRIBUTE BY HASH(")
                    .append(key(columns))
                    .append(')');
        }
        return layout.toString();
    }
}
