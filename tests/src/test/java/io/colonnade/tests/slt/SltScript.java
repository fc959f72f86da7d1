package io.colonnade.tests.slt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A `.slt` file: records separated by blank lines, `#` comments.
///
/// ```text
/// statement ok                 query               query rowsort        error 42P01
/// CREATE TABLE t (a INTEGER)   SELECT a, b FROM t  SELECT b FROM t      SELECT * FROM nowhere
///                              ----                ----                 ----
///                              1 | x               x                    nowhere
///                              2 | NULL            NULL                 line 1, column 15
/// ```
///
/// `connection b` alone in a record: what follows runs in another connection to the same database, until the
/// next. `query columns 1 4` compares these columns only. `rowsort` compares without regard to order. The lines
/// under `error` must all occur in the message. Columns are separated by ` | `, an empty string is written
/// `(empty)`, `${data}` stands for the folder of data files, `${new}` for one that is empty when the script
/// begins.
record SltScript(String name, List<SltRecord> records) {
    static SltScript read(Path file, Path root) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<SltRecord> records = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            String head = lines.get(at).strip();
            if (head.isEmpty() || head.startsWith("#")) {
                at++;
                continue;
            }
            int line = at + 1;
            StringBuilder sql = new StringBuilder();
            at++;
            while (at < lines.size()
                    && !lines.get(at).isBlank()
                    && !lines.get(at).equals("----")) {
                sql.append(lines.get(at++)).append('\n');
            }
            List<String> expected = new ArrayList<>();
            if (at < lines.size() && lines.get(at).equals("----")) {
                at++;
                while (at < lines.size() && !lines.get(at).isBlank()) {
                    expected.add(lines.get(at++).stripTrailing());
                }
            }
            records.add(record(file, line, head, sql.toString().strip(), expected));
        }
        return new SltScript(root.relativize(file).toString(), List.copyOf(records));
    }

    private static SltRecord record(Path file, int line, String head, String sql, List<String> expected) {
        String[] words = head.split("\\s+");
        return switch (words[0]) {
            case "statement" -> new SltRecord.Ok(line, sql, List.copyOf(expected));
            case "error" -> new SltRecord.Fails(line, sql, words[1], List.copyOf(expected));
            case "connection" -> new SltRecord.Switch(line, words[1]);
            case "query" -> {
                boolean sorted = words.length > 1 && words[1].equals("rowsort");
                List<Integer> columns = words.length > 1 && words[1].equals("columns")
                        ? Arrays.stream(words, 2, words.length)
                                .map(Integer::valueOf)
                                .toList()
                        : List.of();
                yield new SltRecord.Rows(line, sql, sorted, columns, List.copyOf(expected));
            }
            default -> throw new IllegalArgumentException(file + ":" + line + ": no record begins with " + head);
        };
    }
}
