package io.colonnade.planner.type;

import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.temporal.IntervalText;
import io.colonnade.core.temporal.ZonedText;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Interval;
import io.colonnade.core.type.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/// Values of our types as pieces of syntax.
public final class ConstantSyntax {
    private ConstantSyntax() {}

    /// A value of a column as an expression of its type.
    public static SqlNode of(Datum value, Type type, SqlParserPos pos) {
        if (value.isNull()) {
            return cast(SqlLiteral.createNull(pos), type);
        }
        SqlNode text = SqlLiteral.createCharString(text(value, type), pos);
        return type.isString() ? text : cast(text, type);
    }

    /// Text is not cut to the length of the column: writing it fails.
    public static SqlNode cast(SqlNode value, Type type) {
        Type wanted = type.isString() ? Type.VARCHAR : type;
        return SqlStdOperatorTable.CAST.createCall(
                value.getParserPosition(), value, TypeMapping.spec(wanted, value.getParserPosition()));
    }

    private static String text(Datum value, Type type) {
        return switch (value) {
            case Datum.Null n -> "NULL";
            case Datum.Bool b -> Boolean.toString(b.value());
            case Datum.Text t -> t.value();
            case Datum.Real r -> Double.toString(r.value());
            case Datum.Wide w when type instanceof Type.IntervalType -> IntervalText.of(Interval.of(w.value()));
            case Datum.Wide w -> decimal(w.value(), type);
            case Datum.Int i ->
                switch (type) {
                    case Type.DateType t -> LocalDate.ofEpochDay(i.value()).toString();
                    case Type.TimestampType t -> timestamp(i.value());
                    case Type.ZonedTimestampType t -> ZonedText.of(i.value(), ZoneOffset.UTC);
                    case Type.TimeType t -> CalendarText.time(i.value());
                    case Type.DecimalType t -> decimal(BigInteger.valueOf(i.value()), type);
                    default -> Long.toString(i.value());
                };
        };
    }

    private static String decimal(BigInteger unscaled, Type type) {
        int scale = type instanceof Type.DecimalType decimal ? decimal.scale() : 0;
        return new BigDecimal(unscaled, scale).toPlainString();
    }

    private static String timestamp(long micros) {
        LocalDateTime time = LocalDateTime.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC);
        return time.toString().replace('T', ' ') + (time.getSecond() == 0 && time.getNano() == 0 ? ":00" : "");
    }
}
