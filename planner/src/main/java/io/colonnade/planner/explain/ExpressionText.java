package io.colonnade.planner.explain;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Arithmetic;
import io.colonnade.core.expression.Expression.Branch;
import io.colonnade.core.expression.Expression.Call;
import io.colonnade.core.expression.Expression.Case;
import io.colonnade.core.expression.Expression.Cast;
import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.expression.Expression.Comparison;
import io.colonnade.core.expression.Expression.InList;
import io.colonnade.core.expression.Expression.IsNull;
import io.colonnade.core.expression.Expression.Like;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.expression.Expression.Logical;
import io.colonnade.core.expression.Expression.Not;
import io.colonnade.core.expression.Expression.Parameter;
import io.colonnade.core.expression.LogicalOperator;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.temporal.IntervalText;
import io.colonnade.core.temporal.ZonedText;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Interval;
import io.colonnade.core.type.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Expressions as SQL-like text.
final class ExpressionText {
    private static final int VALUES_SHOWN_MAX = 8;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final List<String> names;

    /// `names` are those of the columns that the expression reads.
    ExpressionText(List<String> names) {
        this.names = names;
    }

    String of(Expression expression) {
        return switch (expression) {
            case Literal e -> literal(e.value(), e.type());
            case ColumnReference e -> e.index() < names.size() ? names.get(e.index()) : "$" + e.index();
            case Parameter e -> "?" + (e.index() + 1);
            case Comparison e -> inner(e.left()) + " " + e.operator().sql() + " " + inner(e.right());
            case Logical e ->
                e.terms().stream()
                        .map(this::inner)
                        .collect(Collectors.joining(e.operator() == LogicalOperator.AND ? " AND " : " OR "));
            case Not e -> not(e.term());
            case IsNull e -> inner(e.term()) + " IS NULL";
            case InList e -> inner(e.value()) + " IN (" + list(e) + ")";
            case Like e ->
                inner(e.value()) + " LIKE " + inner(e.pattern())
                        + (e.escape() == null ? "" : " ESCAPE " + quoted(e.escape()));
            case Arithmetic e -> inner(e.left()) + " " + e.operator().sql() + " " + inner(e.right());
            case Case e -> caseWhen(e);
            case Cast e -> "CAST(" + of(e.value()) + " AS " + e.type().sql() + ")";
            case Call e ->
                e.function().sqlName()
                        + e.arguments().stream().map(this::of).collect(Collectors.joining(", ", "(", ")"));
        };
    }

    private String not(Expression term) {
        return switch (term) {
            case IsNull e -> inner(e.term()) + " IS NOT NULL";
            case InList e -> inner(e.value()) + " NOT IN (" + list(e) + ")";
            default -> "NOT " + inner(term);
        };
    }

    /// In parentheses where it is made of several parts.
    private String inner(Expression expression) {
        String text = of(expression);
        return switch (expression) {
            case Comparison e -> "(" + text + ")";
            case Logical e -> "(" + text + ")";
            case Not e -> "(" + text + ")";
            case Arithmetic e -> "(" + text + ")";
            case IsNull e -> "(" + text + ")";
            case InList e -> "(" + text + ")";
            case Like e -> "(" + text + ")";
            case Literal e -> text;
            case ColumnReference e -> text;
            case Parameter e -> text;
            case Case e -> text;
            case Cast e -> text;
            case Call e -> text;
        };
    }

    private String caseWhen(Case expression) {
        StringBuilder text = new StringBuilder("CASE");
        for (Branch branch : expression.branches()) {
            text.append(" WHEN ").append(of(branch.condition()));
            text.append(" THEN ").append(of(branch.value()));
        }
        return text.append(" ELSE ")
                .append(of(expression.otherwise()))
                .append(" END")
                .toString();
    }

    private static String list(InList in) {
        String shown = in.values().stream()
                .limit(VALUES_SHOWN_MAX)
                .map(value -> literal(value, in.value().type()))
                .collect(Collectors.joining(", "));
        int more = in.values().size() - VALUES_SHOWN_MAX;
        return more > 0 ? shown + ", ... " + more + " more" : shown;
    }

    static String literal(Datum value, Type type) {
        return switch (value) {
            case Datum.Null n -> "NULL";
            case Datum.Bool b -> b.value() ? "TRUE" : "FALSE";
            case Datum.Text t -> quoted(t.value());
            case Datum.Real r -> Double.toString(r.value());
            case Datum.Wide w
            when type instanceof Type.IntervalType -> "INTERVAL '" + IntervalText.of(Interval.of(w.value())) + "'";
            case Datum.Wide w -> decimal(new BigDecimal(w.value()), type);
            case Datum.Int i ->
                switch (type) {
                    case Type.DateType t -> "DATE '" + LocalDate.ofEpochDay(i.value()) + "'";
                    case Type.TimestampType t -> "TIMESTAMP '" + timestamp(i.value()) + "'";
                    case Type.TimeType t -> "TIME '" + CalendarText.time(i.value()) + "'";
                    case Type.ZonedTimestampType t ->
                        "TIMESTAMP WITH TIME ZONE '" + ZonedText.of(i.value(), ZoneOffset.UTC) + "'";
                    case Type.DecimalType t -> decimal(BigDecimal.valueOf(i.value()), type);
                    default -> Long.toString(i.value());
                };
        };
    }

    private static String decimal(BigDecimal unscaled, Type type) {
        int scale = type instanceof Type.DecimalType decimal ? decimal.scale() : 0;
        return unscaled.scaleByPowerOfTen(-scale).setScale(scale).toPlainString();
    }

    private static String timestamp(long micros) {
        long seconds = Math.floorDiv(micros, MICROS_PER_SECOND);
        long fraction = Math.floorMod(micros, MICROS_PER_SECOND);
        String text = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC).format(TIMESTAMP);
        return fraction == 0 ? text : text + "." + String.format(Locale.ROOT, "%06d", fraction);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
