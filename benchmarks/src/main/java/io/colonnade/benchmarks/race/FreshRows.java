package io.colonnade.benchmarks.race;

import io.colonnade.benchmarks.Answer;
import io.colonnade.sample.SampleQuery;
import io.colonnade.sample.SampleSchema;
import io.colonnade.sample.table.SampleColumn;
import io.colonnade.sample.table.SampleTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// New rows for the fact table: copies of rows that are there, as further lines of their orders.
///
/// ```text
/// (orderkey 1287, linenumber 1, ..)  is read, and  (orderkey 1287, linenumber 8, ..)  inserted, with literals
/// ```
final class FreshRows {
    /// An order has seven lines at most.
    private static final int LINES_MAX = 7;

    private final SampleTable table;
    private final String orderKey;
    private final String lineNumber;
    private final long orders;
    private final SplittableRandom random;
    private int made;

    private FreshRows(SampleTable table, String prefix, long orders, long seed) {
        this.table = table;
        this.orderKey = prefix + "_orderkey";
        this.lineNumber = prefix + "_linenumber";
        this.orders = orders;
        this.random = new SplittableRandom(seed);
    }

    /// Nothing for a schema whose fact table has no orders.
    static Optional<FreshRows> of(SampleSchema schema, long factRows, long seed) {
        SampleTable fact = schema.tables(1, 0).getLast();
        long orders = Math.max(1, factRows / (LINES_MAX + 1));
        return switch (schema) {
            case SSB -> Optional.of(new FreshRows(fact, "lo", orders, seed));
            case TPCH -> Optional.of(new FreshRows(fact, "l", orders, seed));
            case RETAIL -> Optional.empty();
        };
    }

    static String factTable(SampleSchema schema) {
        return schema.tables(1, 0).getLast().name();
    }

    /// Asks for the row that is to be copied.
    SampleQuery next() {
        long order = random.nextLong(1, orders + 1);
        // The first eight of each 32 keys are taken.
        long key = order >>> 3 << 5 | order & 7;
        return new SampleQuery(
                "row",
                "a row of the fact table",
                "SELECT * FROM %s WHERE %s = %d AND %s = 1".formatted(table.name(), orderKey, key, lineNumber));
    }

    /// The statement that inserts the copy.
    String insert(Answer answer) {
        if (answer.rows().size() != 1) {
            throw new IllegalStateException("the order to be copied has %d first lines"
                    .formatted(answer.rows().size()));
        }
        made++;
        List<@Nullable Object> row = answer.rows().getFirst();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            SampleColumn column = table.columns().get(i);
            values.add(
                    column.name().equals(lineNumber)
                            ? Integer.toString(LINES_MAX + made)
                            : literal(column, row.get(i)));
        }
        return values.stream().collect(Collectors.joining(", ", "INSERT INTO " + table.name() + " VALUES (", ")"));
    }

    private static String literal(SampleColumn column, @Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case Number number -> number.toString();
            default ->
                (column.kind() == SampleColumn.Kind.DATE ? "DATE " : "")
                        + "'"
                        + value.toString().replace("'", "''")
                        + "'";
        };
    }
}
