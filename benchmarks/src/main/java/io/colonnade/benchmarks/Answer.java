package io.colonnade.benchmarks;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of a query, for comparing engines: numbers by value, DOUBLE within 1e-9 relative, all else as text.
public record Answer(List<List<@Nullable Object>> rows) {
    private static final double TOLERANCE = 1e-9;
    private static final byte NULL = 0;
    private static final byte FLOATING = 1;
    private static final byte EXACT = 2;
    private static final byte TEXT = 3;

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

    /// The first difference, or nothing, when only the columns `orderedBy` have a fixed sequence and rows that are
    /// equal in them may stand in any order; without columns the order of all rows is fixed.
    public Optional<String> difference(Answer other, List<Integer> orderedBy) {
        Optional<String> inOrder = difference(other);
        if (orderedBy.isEmpty() || inOrder.isEmpty()) {
            return inOrder;
        }
        Optional<String> sequence = columns(orderedBy).difference(other.columns(orderedBy));
        return sequence.isPresent() ? sequence : sorted().difference(other.sorted());
    }

    private Answer columns(List<Integer> wanted) {
        List<List<@Nullable Object>> parts = new ArrayList<>();
        for (List<@Nullable Object> row : rows) {
            List<@Nullable Object> part = new ArrayList<>();
            wanted.forEach(column -> part.add(row.get(column)));
            parts.add(part);
        }
        return new Answer(parts);
    }

    private Answer sorted() {
        List<List<@Nullable Object>> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing(Answer::rowText));
        return new Answer(sorted);
    }

    /// Equal for rows that are the same.
    private static String rowText(List<@Nullable Object> row) {
        StringBuilder text = new StringBuilder();
        for (Object value : row) {
            text.append(
                            value instanceof Number number && !isFloating(number)
                                    ? exact(number).stripTrailingZeros().toPlainString()
                                    : value == null ? "" : text(value))
                    .append('|');
        }
        return text.toString();
    }

    /// The rows in bytes, for another process: values as numbers or as text, which is all that comparing needs.
    public void write(DataOutput out) throws IOException {
        out.writeInt(rows.size());
        for (List<@Nullable Object> row : rows) {
            out.writeInt(row.size());
            for (Object value : row) {
                switch (value) {
                    case null -> out.writeByte(NULL);
                    case Number number
                    when isFloating(number) -> {
                        out.writeByte(FLOATING);
                        out.writeDouble(number.doubleValue());
                    }
                    case Number number -> {
                        out.writeByte(EXACT);
                        out.writeUTF(exact(number).toString());
                    }
                    default -> {
                        byte[] bytes = text(value).getBytes(StandardCharsets.UTF_8);
                        out.writeByte(TEXT);
                        out.writeInt(bytes.length);
                        out.write(bytes);
                    }
                }
            }
        }
    }

    public static Answer read(DataInput in) throws IOException {
        int count = in.readInt();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            @Nullable Object[] row = new @Nullable Object[in.readInt()];
            for (int column = 0; column < row.length; column++) {
                row[column] = value(in);
            }
            rows.add(Arrays.asList(row));
        }
        return new Answer(rows);
    }

    private static @Nullable Object value(DataInput in) throws IOException {
        byte kind = in.readByte();
        switch (kind) {
            case NULL:
                return null;
            case FLOATING:
                return in.readDouble();
            case EXACT:
                return new BigDecimal(in.readUTF());
            case TEXT:
                byte[] bytes = new byte[in.readInt()];
                in.readFully(bytes);
                return new String(bytes, StandardCharsets.UTF_8);
            default:
                throw new IOException("an answer has a value of kind " + kind);
        }
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
