package io.colonnade.planner.type;

import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/// Reads literals that are, without any rounding or guessing, values of a column's type.
///
/// | Column | Literals |
/// |---|---|
/// | integers | whole numbers in its range |
/// | DECIMAL(p, s) | numbers of at most s fractional digits that fit |
/// | DOUBLE | `1e3`, and decimals that a double stands for to the last digit |
/// | CHAR, VARCHAR | text; its length is looked at when it is written |
/// | DATE, TIMESTAMP | the same, or text, in the ISO spelling |
/// | BOOLEAN | TRUE, FALSE |
/// | any | NULL |
public final class PlainLiteral {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIMESTAMP = Pattern.compile("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?");

    // Up to these a quotient of two doubles is the double next to the decimal.
    private static final BigInteger EXACT_MAX = BigInteger.ONE.shiftLeft(53);
    private static final int SCALE_MAX = 22;

    private static final Pattern NUMBER = Pattern.compile("(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,4})?");

    private PlainLiteral() {}

    /// A number as it is written; null if it is none.
    public static @Nullable SqlNode number(String image, boolean negative, SqlParserPos pos) {
        if (!NUMBER.matcher(image).matches()) {
            return null;
        }
        boolean approximate = image.indexOf('e') >= 0 || image.indexOf('E') >= 0;
        String text = negative ? "-" + image : image;
        return approximate ? SqlLiteral.createApproxNumeric(text, pos) : SqlLiteral.createExactNumeric(text, pos);
    }

    /// What is written in quotes, behind `tag` if there is one.
    public static SqlNode text(@Nullable String tag, String quoted, SqlParserPos pos) {
        String text = quoted.substring(1, quoted.length() - 1).replace("''", "'");
        return tag == null ? SqlLiteral.createCharString(text, pos) : SqlLiteral.createUnknown(tag, text, pos);
    }

    /// What stands for a literal where sizes are estimated: a number, days or microseconds; NaN if it is none
    /// of these.
    public static double estimate(SqlNode literal) {
        for (Type type : new Type[] {Type.DATE, Type.TIMESTAMP, Type.DOUBLE, Type.BIGINT}) {
            Datum value = read(literal, type);
            if (value instanceof Datum.Int number) {
                return number.value();
            }
            if (value instanceof Datum.Real number) {
                return number.value();
            }
        }
        return Double.NaN;
    }

    /// The value; null if `node` is anything else.
    public static @Nullable Datum read(SqlNode node, Type type) {
        if (node.getKind() == SqlKind.MINUS_PREFIX && ((SqlCall) node).operand(0) instanceof SqlNumericLiteral number) {
            return number(number, true, type);
        }
        if (!(node instanceof SqlLiteral literal)) {
            return null;
        }
        if (SqlUtil.isNullLiteral(literal, false)) {
            return Datum.NULL;
        }
        return switch (literal) {
            case SqlNumericLiteral number -> number(number, false, type);
            case SqlCharStringLiteral text -> text(text, type);
            // What DATE '...' and the like are until they are validated.
            case SqlUnknownLiteral tagged -> type.sql().equals(tagged.tag) ? dateOrTime(tagged.getValue(), type) : null;
            default ->
                literal.getTypeName() == SqlTypeName.BOOLEAN && type.equals(Type.BOOLEAN)
                        ? Datum.of(literal.booleanValue())
                        : null;
        };
    }

    private static @Nullable Datum number(SqlNumericLiteral literal, boolean negative, Type type) {
        BigDecimal magnitude = literal.getValueAs(BigDecimal.class);
        if (magnitude == null) {
            return null;
        }
        BigDecimal value = negative ? magnitude.negate() : magnitude;
        if (literal.getTypeName() == SqlTypeName.DOUBLE) {
            boolean finite = Double.isFinite(value.doubleValue());
            return finite && type.equals(Type.DOUBLE) ? Datum.of(value.doubleValue()) : null;
        }
        if (type instanceof Type.DecimalType decimal) {
            return decimal(value, decimal);
        }
        if (type.equals(Type.DOUBLE)) {
            boolean exact = value.unscaledValue().abs().compareTo(EXACT_MAX) <= 0
                    && value.scale() >= 0
                    && value.scale() <= SCALE_MAX;
            // Minus zero is none of the decimals.
            return exact && value.signum() != 0 ? Datum.of(value.doubleValue()) : null;
        }
        return value.scale() == 0 ? integer(value.unscaledValue(), type) : null;
    }

    private static @Nullable Datum decimal(BigDecimal value, Type.DecimalType type) {
        if (value.scale() < 0 || value.scale() > type.scale()) {
            return null;
        }
        BigDecimal scaled = value.setScale(type.scale());
        if (scaled.precision() > type.precision()) {
            return null;
        }
        return type.layout() == Layout.INT64
                ? Datum.of(scaled.unscaledValue().longValueExact())
                : new Datum.Wide(scaled.unscaledValue());
    }

    private static @Nullable Datum integer(BigInteger value, Type type) {
        int bits = type.equals(Type.SMALLINT)
                ? Short.SIZE
                : type.equals(Type.INTEGER) ? Integer.SIZE : type.equals(Type.BIGINT) ? Long.SIZE : 0;
        return value.bitLength() < bits ? Datum.of(value.longValueExact()) : null;
    }

    private static @Nullable Datum text(SqlCharStringLiteral literal, Type type) {
        NlsString text = literal.getValueAs(NlsString.class);
        if (text == null || text.getCharset() != null && !text.getCharset().equals(StandardCharsets.UTF_8)) {
            return null;
        }
        return type.isString() ? Datum.of(text.getValue()) : dateOrTime(text.getValue(), type);
    }

    private static @Nullable Datum dateOrTime(@Nullable String value, Type type) {
        if (value == null) {
            return null;
        }
        try {
            if (type.equals(Type.DATE) && DATE.matcher(value).matches()) {
                return Datum.of(LocalDate.parse(value).toEpochDay());
            }
            if (type.equals(Type.TIMESTAMP) && TIMESTAMP.matcher(value).matches()) {
                LocalDateTime time = LocalDateTime.parse(value.replace(' ', 'T'));
                return Datum.of(time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + time.getNano() / 1000);
            }
        } catch (DateTimeException e) {
            return null;
        }
        return null;
    }
}
