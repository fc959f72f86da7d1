package io.colonnade.benchmarks;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of a query, for comparing engines: numbers by value, DOUBLE within 1e-9 relative, all else as text.
public record Answer(List<List<@Nullable Object>> rows) {
    private static final double TOLERANCE = 1e-9;

    public static Answer of(ResultSet result) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        while (result.next()) {
            @Nullable Object[] row = new @Nullable Object[columns];
            for (int i = 0; i < columns; i++) {
                row[i] = result.getObject(i + 1);
            }
            rows.add(Arrays.asList(row));
        }
        return new Answer(rows);
    }

    /// The first difference in order, or nothing.
    public Optional<String> difference(Answer other) {
        for (int i = 0; i < Math.min(rows.size(), other.rows.size()); i++) {
            List<@Nullable Object> mine = rows.get(i);
            List<@Nullable Object> theirs = other.rows.get(i);
            if (mine.size() != theirs.size()) {
                return Optional.of("row %d has %d columns, not %d".formatted(i + 1, mine.size(), theirs.size()));
            }
            for (int column = 0; column < mine.size(); column++) {
                if (!same(mine.get(column), theirs.get(column))) {
                    return Optional.of("row %d: %s, not %s".formatted(i + 1, mine, theirs));
                }
            }
        }
        return rows.size() == other.rows.size()
                ? Optional.empty()
                : Optional.of("%d rows, not %d".formatted(rows.size(), other.rows.size()));
    }

    private static boolean same(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == right;
        }
        if (left instanceof Number a && right instanceof Number b) {
            if (isFloating(a) || isFloating(b)) {
                double x = a.doubleValue();
                double y = b.doubleValue();
                return x == y || Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y));
            }
            return exact(a).compareTo(exact(b)) == 0;
        }
        return text(left).equals(text(right));
    }

    private static boolean isFloating(Number number) {
        return number instanceof Double || number instanceof Float;
    }

    private static String text(Object value) {
        return switch (value) {
            case java.time.LocalDate date -> java.sql.Date.valueOf(date).toString();
            case java.time.LocalTime time -> java.sql.Time.valueOf(time).toString();
            default -> value.toString();
        };
    }

    private static BigDecimal exact(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case BigInteger integer -> new BigDecimal(integer);
            default -> BigDecimal.valueOf(number.longValue());
        };
    }
}
