package io.colonnade.benchmarks.fuzz.check;

import io.colonnade.benchmarks.Answer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.sql.Time;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Compares answers as bags of rows, and in the order of the columns that a query sorts by.
public final class Rows {
    /// Relative, and for numbers near zero absolute: quotients of decimals have 16 digits after the point.
    private static final double TOLERANCE = 1e-9;

    private static final double NEAR_ZERO = 1e-12;

    /// Decimals with more digits after the point are quotients.
    private static final int EXACT_SCALE = 8;

    private static final MathContext COARSE = new MathContext(10);

    private static final Pattern MONTHS = Pattern.compile("^((?:-?\\d+ years? )?-?\\d+) month(s?)\\b");

    private Rows() {}

    /// What differs first, or nothing.
    static Optional<String> difference(Answer left, Answer right, List<Integer> sortedBy) {
        if (left.rows().size() != right.rows().size()) {
            return Optional.of(left.rows().size() + " rows, not " + right.rows().size());
        }
        for (int i = 0; i < left.rows().size(); i++) {
            for (int column : sortedBy) {
                Object one = left.rows().get(i).get(column);
                Object two = right.rows().get(i).get(column);
                if (!same(one, two)) {
                    return Optional.of(
                            "row " + (i + 1) + " in order, column " + (column + 1) + ": " + one + ", not " + two);
                }
            }
        }
        Set<Integer> inexact = new HashSet<>(inexact(left));
        inexact.addAll(inexact(right));
        List<List<@Nullable Object>> ours = sorted(left, inexact);
        List<List<@Nullable Object>> theirs = sorted(right, inexact);
        for (int i = 0; i < ours.size(); i++) {
            if (!same(ours.get(i), theirs.get(i))) {
                return Optional.of(ours.get(i) + ", not " + theirs.get(i));
            }
        }
        return Optional.empty();
    }

    /// The columns whose last digits may differ.
    private static Set<Integer> inexact(Answer answer) {
        Set<Integer> columns = new HashSet<>();
        for (List<@Nullable Object> row : answer.rows()) {
            for (int i = 0; i < row.size(); i++) {
                Object value = row.get(i);
                if (value instanceof Double
                        || value instanceof Float
                        || value instanceof BigDecimal decimal && decimal.scale() > EXACT_SCALE) {
                    columns.add(i);
                }
            }
        }
        return columns;
    }

    /// Inexact numbers count last and coarsely, so that their last digits do not change the order.
    private static List<List<@Nullable Object>> sorted(Answer answer, Set<Integer> inexact) {
        List<Keyed> rows = new ArrayList<>();
        for (List<@Nullable Object> row : answer.rows()) {
            rows.add(new Keyed(text(row, inexact), row));
        }
        Comparator<Keyed> exact = Comparator.comparing(Keyed::key);
        rows.sort(exact.thenComparing((left, right) -> {
            for (int column : inexact) {
                int order = Double.compare(
                        coarse(left.row().get(column)), coarse(right.row().get(column)));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }));
        return rows.stream().map(Keyed::row).toList();
    }

    private record Keyed(String key, List<@Nullable Object> row) {}

    private static double coarse(@Nullable Object value) {
        if (!(value instanceof Number number)) {
            return Double.NEGATIVE_INFINITY;
        }
        double floating = number.doubleValue();
        return Double.isNaN(floating) || Double.isInfinite(floating)
                ? floating
                : Math.abs(floating) < NEAR_ZERO
                        ? 0.0
                        : new BigDecimal(floating).round(COARSE).doubleValue();
    }

    private static String text(List<@Nullable Object> row, Set<Integer> left) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            Object value = row.get(i);
            text.append('|');
            if (!left.contains(i)) {
                text.append(
                        value == null
                                ? "\0"
                                : value instanceof Number number ? exact(number).toPlainString() : text(value));
            }
        }
        return text.toString();
    }

    private static boolean same(List<@Nullable Object> left, List<@Nullable Object> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!same(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == right;
        }
        if (left instanceof Number a && right instanceof Number b) {
            if (isFloating(a) || isFloating(b)) {
                double x = a.doubleValue();
                double y = b.doubleValue();
                return x == y
                        || Double.isNaN(x) && Double.isNaN(y)
                        || Math.abs(x - y) <= Math.max(NEAR_ZERO, TOLERANCE * Math.max(Math.abs(x), Math.abs(y)));
            }
            return exact(a).compareTo(exact(b)) == 0;
        }
        return text(left).equals(text(right));
    }

    private static boolean isFloating(Number number) {
        return number instanceof Double || number instanceof Float;
    }

    private static BigDecimal exact(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
            case BigInteger integer -> exact(new BigDecimal(integer));
            case Double floating ->
                floating.isNaN() || floating.isInfinite() ? BigDecimal.ZERO : exact(BigDecimal.valueOf(floating));
            default -> exact(BigDecimal.valueOf(number.longValue()));
        };
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case LocalTime time -> Time.valueOf(time).toString();
            case OffsetDateTime moment -> moment.toInstant().toString();
            // An INTERVAL; PostgreSQL and Colonnade write mons.
            case String interval
            when MONTHS.matcher(interval).find() -> MONTHS.matcher(interval).replaceFirst("$1 mon$2");
            case null, default -> String.valueOf(value);
        };
    }

    /// A row as a line of an .slt file.
    public static String line(List<@Nullable Object> row) {
        StringBuilder line = new StringBuilder();
        for (Object value : row) {
            line.append(line.isEmpty() ? "" : " | ");
            switch (value) {
                case null -> line.append("NULL");
                case String s when s.isEmpty() -> line.append("(empty)");
                case BigDecimal decimal -> line.append(decimal.toPlainString());
                default -> line.append(text(value));
            }
        }
        return line.toString();
    }
}
