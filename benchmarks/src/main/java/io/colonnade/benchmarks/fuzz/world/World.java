package io.colonnade.benchmarks.fuzz.world;

import io.colonnade.benchmarks.fuzz.text.Dialect;
import java.util.ArrayList;
import java.util.List;

/// The tables that queries are asked about.
public record World(List<Table> tables) {
    public World {
        tables = List.copyOf(tables);
    }

    public World with(int index, Table table) {
        List<Table> others = new ArrayList<>(tables);
        others.set(index, table);
        return new World(others);
    }

    public World without(int index) {
        List<Table> others = new ArrayList<>(tables);
        others.remove(index);
        return new World(others);
    }

    public List<String> statements(Dialect dialect) {
        return tables.stream()
                .flatMap(table -> table.statements(dialect).stream())
                .toList();
    }
}
