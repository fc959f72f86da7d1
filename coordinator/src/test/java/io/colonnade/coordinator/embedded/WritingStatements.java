package io.colonnade.coordinator.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// Random statements that write, each of which can be carried out after those before it.
final class WritingStatements {
    static final List<String> TABLES = List.of("a", "b", "c");

    private final Random random;
    private final Path folder;
    private final Set<String> there = new TreeSet<>();
    private int nextId;
    private int files;

    /// Files for COPY are made in `folder`.
    WritingStatements(long seed, Path folder) {
        this.random = new Random(seed);
        this.folder = folder;
    }

    List<String> next(int count) throws IOException {
        List<String> statements = new ArrayList<>();
        while (statements.size() < count) {
            String table = TABLES.get(random.nextInt(TABLES.size()));
            if (there.add(table)) {
                statements.add("CREATE TABLE " + table + " (id INTEGER NOT NULL, v INTEGER, s VARCHAR)"
                        + (random.nextBoolean() ? " ORDER BY (id)" : " DISTRIBUTE BY REPLICATED"));
            } else {
                statements.add(change(table));
            }
        }
        return statements;
    }

    private String change(String table) throws IOException {
        int rows = random.nextInt(5) == 0 ? 3000 + random.nextInt(3000) : 1 + random.nextInt(20);
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                StringBuilder text = new StringBuilder("INSERT INTO " + table + " VALUES ");
                for (int i = 0; i < Math.min(rows, 100); i++) {
                    text.append(i == 0 ? "(" : ", (")
                            .append(nextId++)
                            .append(", ")
                            .append(i)
                            .append(", 'row')");
                }
                yield text.toString();
            }
            case 3 -> {
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < rows; i++) {
                    text.append(nextId++).append(',').append(i).append(",copied\n");
                }
                Path file = Files.writeString(folder.resolve("copy-" + files++ + ".csv"), text);
                yield "COPY " + table + " FROM '" + file + "'";
            }
            case 4 -> "UPDATE " + table + " SET v = v + 1 WHERE id % 3 = " + random.nextInt(3);
            case 5 -> "DELETE FROM " + table + " WHERE id % 7 = " + random.nextInt(7);
            case 6 -> "INSERT INTO " + table + " SELECT id + 100000, v, s FROM " + table + " WHERE id % 5 = 0";
            default -> {
                there.remove(table);
                yield "DROP TABLE " + table;
            }
        };
    }
}
