package io.colonnade.exec.naive;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Function;
import io.colonnade.core.expression.LogicalOperator;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.temporal.IntervalText;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Interval;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.FoldingEvaluator;
import io.colonnade.exec.expression.call.row.RowCalls;
import io.colonnade.exec.kernel.number.DoubleText;
import io.colonnade.exec.kernel.number.RealNumbers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The meaning of expressions written down the plain way: one row at a time, on objects. What the kernels
/// must equal.
public final class NaiveExpression {
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private NaiveExpression() {}

    public static Datum evaluate(Expression expression, List<Datum> row) {
        return switch (expression) {
            case Expression.Literal e -> e.value();
            case Expression.ColumnReference e -> row.get(e.index());
            case Expression.Parameter e -> throw new AssertionError(e);
            case Expression.Comparison e -> {
                Datum left = evaluate(e.left(), row);
                Datum right = evaluate(e.right(), row);
                yield left.isNull() || right.isNull()
                        ? Datum.NULL
                        : Datum.of(e.operator().holds(order(left, right)));
            }
            case Expression.Logical e -> logical(e, row);
            case Expression.Not e -> {
                Datum term = evaluate(e.term(), row);
                yield term.isNull() ? term : Datum.of(term.equals(Datum.FALSE));
            }
            case Expression.IsNull e -> Datum.of(evaluate(e.term(), row).isNull());
            case Expression.InList e -> {
                Datum value = evaluate(e.value(), row);
                yield value.isNull() ? value : Datum.of(e.values().stream().anyMatch(v -> order(value, v) == 0));
            }
            case Expression.Like e -> {
                Datum value = evaluate(e.value(), row);
                yield value.isNull()
                        ? value
                        : Datum.of(regex(e).matcher(text(value)).matches());
            }
            case Expression.Arithmetic e -> {
                Datum left = evaluate(e.left(), row);
                Datum right = evaluate(e.right(), row);
                yield left.isNull() || right.isNull() ? Datum.NULL : arithmetic(e, left, right);
            }
            case Expression.Case e -> {
                for (Expression.Branch branch : e.branches()) {
                    if (isTrue(branch.condition(), row)) {
                        yield evaluate(branch.value(), row);
                    }
                }
                yield evaluate(e.otherwise(), row);
            }
            case Expression.Cast e -> {
                Datum value = evaluate(e.value(), row);
                yield value.isNull() || e.type().equals(e.value().type())
                        ? value
                        : cast(e.value().type(), value, e.type());
            }
            case Expression.Call e -> {
                List<Datum> arguments = e.arguments().stream()
                        .map(argument -> evaluate(argument, row))
                        .toList();
                if (RowCalls.knows(e.function())) {
                    yield alone(e, arguments);
                }
                yield arguments.stream().anyMatch(Datum::isNull) ? Datum.NULL : call(e, arguments);
            }
        };
    }

    /// A condition as a filter takes it: conjuncts stop at the first that is not true.
    public static boolean isTrue(Expression condition, List<Datum> row) {
        if (condition instanceof Expression.Logical logical && logical.operator() == LogicalOperator.AND) {
            return logical.terms().stream().allMatch(term -> isTrue(term, row));
        }
        return evaluate(condition, row).equals(Datum.TRUE);
    }

    private static Datum logical(Expression.Logical logical, List<Datum> row) {
        Datum decisive = Datum.of(logical.operator() == LogicalOperator.OR);
        Datum result = Datum.of(logical.operator() == LogicalOperator.AND);
        for (Expression term : logical.terms()) {
            Datum value = evaluate(term, row);
            if (value.equals(decisive)) {
                return decisive;
            }
            result = value.isNull() ? value : result;
        }
        return result;
    }

    private static int order(Datum left, Datum right) {
        return switch (left) {
            case Datum.Text t ->
                Arrays.compareUnsigned(
                        t.value().getBytes(StandardCharsets.UTF_8), text(right).getBytes(StandardCharsets.UTF_8));
            case Datum.Bool b -> Boolean.compare(b.value(), right.equals(Datum.TRUE));
            case Datum.Real r -> {
                double a = r.value();
                double b = real(right);
                yield a == b ? 0 : Double.isNaN(a) ? (Double.isNaN(b) ? 0 : 1) : Double.isNaN(b) ? -1 : a < b ? -1 : 1;
            }
            default -> unscaled(left).compareTo(unscaled(right));
        };
    }

    private static Pattern regex(Expression.Like like) {
        StringBuilder regex = new StringBuilder();
        boolean escaped = false;
        for (int point : like.literalPattern().codePoints().toArray()) {
            String character = Character.toString(point);
            if (!escaped && character.equals(like.escape())) {
                escaped = true;
                continue;
            }
            regex.append(
                    escaped || (point != '%' && point != '_') ? Pattern.quote(character) : point == '%' ? ".*" : ".");
            escaped = false;
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static String text(Datum value) {
        return ((Datum.Text) value).value();
    }

    private static double real(Datum value) {
        return ((Datum.Real) value).value();
    }

    private static long integer(Datum value) {
        return ((Datum.Int) value).value();
    }

    private static BigInteger unscaled(Datum value) {
        return value instanceof Datum.Wide wide ? wide.value() : BigInteger.valueOf(integer(value));
    }

    private static BigDecimal number(Type type, Datum value) {
        return new BigDecimal(unscaled(value), type instanceof Type.DecimalType d ? d.scale() : 0);
    }

    private static EngineException outOfRange() {
        return new EngineException(ErrorCode.OUT_OF_RANGE, "naive");
    }

    /// A number as a value of a type that is exact, or an error.
    private static Datum exact(BigDecimal value, Type type) {
        if (type instanceof Type.DecimalType decimal) {
            BigInteger unscaled =
                    value.setScale(decimal.scale(), RoundingMode.HALF_UP).unscaledValue();
            if (unscaled.abs().compareTo(BigInteger.TEN.pow(decimal.precision())) >= 0) {
                throw outOfRange();
            }
            return decimal.precision() <= 18 ? Datum.of(unscaled.longValueExact()) : new Datum.Wide(unscaled);
        }
        int bits = type.equals(Type.TINYINT)
                ? 7
                : type.equals(Type.SMALLINT) ? 15 : type.layout().bytes() * 8 - 1;
        BigInteger whole = value.toBigIntegerExact();
        if (whole.bitLength() > bits) {
            throw outOfRange();
        }
        return Datum.of(whole.longValueExact());
    }

    private static Datum finite(double result, double... operands) {
        boolean finiteOperands = Arrays.stream(operands).allMatch(Double::isFinite);
        if (!Double.isFinite(result) && finiteOperands) {
            throw outOfRange();
        }
        return Datum.of(result);
    }

    private static Datum arithmetic(Expression.Arithmetic e, Datum left, Datum right) {
        boolean divides = e.operator() == ArithmeticOperator.DIVIDE || e.operator() == ArithmeticOperator.MODULO;
        if (e.type().isFloating()) {
            double a = real(left);
            double b = real(right);
            if (divides && b == 0 && !Double.isNaN(a)) {
                throw new EngineException(ErrorCode.DIVISION_BY_ZERO, "naive");
            }
            if (e.type().equals(Type.REAL)) {
                return switch (e.operator()) {
                    case ADD -> finite((float) a + (float) b, a, b);
                    case SUBTRACT -> finite((float) a - (float) b, a, b);
                    case MULTIPLY -> finite((float) a * (float) b, a, b);
                    case DIVIDE -> finite((float) a / (float) b, a, b);
                    case MODULO -> Datum.of((float) a % (float) b);
                };
            }
            return switch (e.operator()) {
                case ADD -> finite(a + b, a, b);
                case SUBTRACT -> finite(a - b, a, b);
                case MULTIPLY -> finite(a * b, a, b);
                case DIVIDE -> finite(a / b, a, b);
                case MODULO -> Datum.of(a % b);
            };
        }
        BigDecimal a = number(e.left().type(), left);
        BigDecimal b = number(e.right().type(), right);
        if (divides && b.signum() == 0) {
            throw new EngineException(ErrorCode.DIVISION_BY_ZERO, "naive");
        }
        return switch (e.operator()) {
            case ADD -> exact(a.add(b), e.type());
            case SUBTRACT -> exact(a.subtract(b), e.type());
            case MULTIPLY -> exact(a.multiply(b), e.type());
            case MODULO -> exact(a.remainder(b), e.type());
            case DIVIDE ->
                e.type() instanceof Type.DecimalType d
                        ? exact(a.divide(b, d.scale(), RoundingMode.HALF_UP), d)
                        : exact(new BigDecimal(a.toBigInteger().divide(b.toBigInteger())), e.type());
        };
    }

    private static Datum cast(Type from, Datum value, Type to) {
        if (to.isString()) {
            return Datum.of(fit(from.isString() ? text(value) : format(from, value), to));
        }
        if (from.isString()) {
            return parse(text(value).strip(), to);
        }
        return switch (to) {
            case Type.BooleanType t -> Datum.of(integer(value) != 0);
            case Type.DateType t -> Datum.of(Math.floorDiv(integer(value), MICROS_PER_DAY));
            case Type.TimeType t ->
                Datum.of(Math.floorMod(
                        value instanceof Datum.Wide w ? Interval.of(w.value()).micros() : integer(value),
                        MICROS_PER_DAY));
            case Type.IntervalType t -> new Datum.Wide(new Interval(0, 0, integer(value)).number());
            case Type.TimestampType t -> {
                try {
                    yield Datum.of(Math.multiplyExact(integer(value), MICROS_PER_DAY));
                } catch (ArithmeticException e) {
                    throw outOfRange();
                }
            }
            case Type.DoubleType t ->
                value instanceof Datum.Real
                        ? value
                        : Datum.of(number(from, value).doubleValue());
            case Type.RealType t ->
                value instanceof Datum.Real r
                        ? finite((float) r.value(), r.value())
                        : Datum.of(number(from, value).floatValue());
            default -> {
                if (value instanceof Datum.Bool b) {
                    yield Datum.of(b.value() ? 1 : 0);
                }
                if (value instanceof Datum.Real r) {
                    if (!Double.isFinite(r.value())) {
                        throw outOfRange();
                    }
                    BigDecimal exact = new BigDecimal(r.value());
                    yield exact(
                            to.isInteger()
                                    ? exact.setScale(0, RoundingMode.HALF_EVEN)
                                    : exact.round(
                                            new MathContext(from.equals(Type.REAL) ? 6 : 15, RoundingMode.HALF_EVEN)),
                            to);
                }
                BigDecimal number = number(from, value);
                yield exact(to.isInteger() ? number.setScale(0, RoundingMode.HALF_UP) : number, to);
            }
        };
    }

    private static String fit(String text, Type type) {
        int length = type instanceof Type.CharType c ? c.length() : ((Type.VarcharType) type).length();
        String cut = text.codePointCount(0, text.length()) <= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, length));
        return type instanceof Type.CharType ? cut.replaceAll(" +$", "") : cut;
    }

    /// The value as a cast to VARCHAR writes it.
    public static String format(Type type, Datum value) {
        return switch (type) {
            case Type.BooleanType t -> value.equals(Datum.TRUE) ? "true" : "false";
            case Type.RealType t -> RealNumbers.text(real(value));
            case Type.DoubleType t -> DoubleText.of(real(value));
            case Type.TimeType t -> {
                LocalTime time = LocalTime.ofNanoOfDay(integer(value) * 1000);
                int micros = time.getNano() / 1000;
                yield String.format("%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond())
                        + (micros == 0 ? "" : String.format(".%06d", micros).replaceAll("0+$", ""));
            }
            case Type.IntervalType t -> IntervalText.of(Interval.of(unscaled(value)));
            case Type.CharType t -> text(value);
            case Type.VarcharType t -> text(value);
            case Type.DateType t -> {
                LocalDate date = LocalDate.ofEpochDay(integer(value));
                yield isoDate(date) + (date.getYear() > 0 ? "" : " BC");
            }
            case Type.ZonedTimestampType t -> format(Type.TIMESTAMP, value) + "+00";
            case Type.TimestampType t -> {
                LocalDateTime time = time(integer(value));
                int micros = time.getNano() / 1000;
                String fraction =
                        micros == 0 ? "" : String.format(".%06d", micros).replaceAll("0+$", "");
                yield isoDate(time.toLocalDate())
                        + String.format(" %02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond())
                        + fraction
                        + (time.getYear() > 0 ? "" : " BC");
            }
            default -> number(type, value).toPlainString();
        };
    }

    private static String isoDate(LocalDate date) {
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        return String.format("%04d-%02d-%02d", year, date.getMonthValue(), date.getDayOfMonth());
    }

    private static LocalDateTime time(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
    }

    private static long micros(LocalDateTime time) {
        return BigInteger.valueOf(time.toEpochSecond(ZoneOffset.UTC))
                .multiply(BigInteger.valueOf(1_000_000))
                .add(BigInteger.valueOf(time.getNano() / 1000))
                .longValueExact();
    }

    private static Datum parse(String text, Type type) {
        try {
            return switch (type) {
                case Type.BooleanType t -> {
                    String word = text.toLowerCase(Locale.ROOT);
                    if (List.of("t", "tr", "tru", "true", "y", "ye", "yes", "on", "1")
                            .contains(word)) {
                        yield Datum.TRUE;
                    }
                    if (List.of("f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0")
                            .contains(word)) {
                        yield Datum.FALSE;
                    }
                    throw new NumberFormatException(text);
                }
                case Type.RealType t -> {
                    Datum.Real wide = (Datum.Real) parse(text, Type.DOUBLE);
                    float real = Float.parseFloat(text);
                    if (Float.isInfinite(real) || real == 0 && wide.value() != 0) {
                        throw outOfRange();
                    }
                    yield Datum.of(real);
                }
                case Type.DoubleType t -> {
                    if (!text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")) {
                        throw new NumberFormatException(text);
                    }
                    double value = Double.parseDouble(text);
                    if (Double.isInfinite(value) || (value == 0 && new BigDecimal(text).signum() != 0)) {
                        throw outOfRange();
                    }
                    yield Datum.of(value);
                }
                case Type.DecimalType t -> exact(new BigDecimal(text), t);
                case Type.DateType t -> Datum.of(Math.floorDiv(parseTime(text), MICROS_PER_DAY));
                case Type.TimestampType t -> Datum.of(parseTime(text));
                case Type.TimeType t ->
                    Datum.of(
                            text.indexOf(':') == 2
                                    ? LocalTime.parse(text).toNanoOfDay() / 1000
                                    : Math.floorMod(parseTime(text), MICROS_PER_DAY));
                case Type.IntervalType t -> {
                    try {
                        yield new Datum.Wide(IntervalText.parse(text).number());
                    } catch (CalendarText.InvalidException e) {
                        throw new DateTimeException(text);
                    }
                }
                default -> exact(new BigDecimal(new BigInteger(text)), type);
            };
        } catch (NumberFormatException e) {
            throw new EngineException(ErrorCode.INVALID_TEXT, "naive");
        } catch (DateTimeException e) {
            throw new EngineException(ErrorCode.INVALID_DATETIME, "naive");
        }
    }

    private static long parseTime(String text) {
        Matcher parts = Pattern.compile(
                        "(\\d{4,6})-(\\d{1,2})-(\\d{1,2})([ T](\\d{1,2}):(\\d\\d?)(:(\\d\\d?)(\\.(\\d{1,6}))?)?)?")
                .matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(1)) < 1 || Integer.parseInt(parts.group(1)) > 294_246) {
            throw new DateTimeException(text);
        }
        LocalDate date = LocalDate.of(
                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
        if (parts.group(4) == null) {
            return micros(date.atStartOfDay());
        }
        String second = parts.group(8) == null ? "0" : parts.group(8);
        String fraction = parts.group(10) == null ? "" : parts.group(10);
        LocalDateTime time = date.atTime(
                Integer.parseInt(parts.group(5)), Integer.parseInt(parts.group(6)), Integer.parseInt(second));
        return micros(time) + Long.parseLong((fraction + "000000").substring(0, 6));
    }

    /// Functions that are computed value by value mean what one row of constants gives.
    private static Datum alone(Expression.Call e, List<Datum> arguments) {
        List<Expression> literals = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            literals.add(new Expression.Literal(e.arguments().get(i).type(), arguments.get(i)));
        }
        return new FoldingEvaluator().evaluate(new Expression.Call(e.function(), literals, e.type()));
    }

    private static Datum call(Expression.Call e, List<Datum> a) {
        Function function = e.function();
        Type from = e.arguments().getFirst().type();
        return switch (function) {
            case LOWER -> Datum.of(text(a.get(0)).toLowerCase(Locale.ROOT));
            case UPPER -> Datum.of(text(a.get(0)).toUpperCase(Locale.ROOT));
            case CHAR_LENGTH ->
                Datum.of(text(a.get(0)).codePointCount(0, text(a.get(0)).length()));
            case SUBSTRING -> substring(a);
            case TRIM -> Datum.of(text(a.get(0)).replaceAll("^ +| +$", ""));
            case LTRIM -> Datum.of(text(a.get(0)).replaceAll("^ +", ""));
            case RTRIM -> Datum.of(text(a.get(0)).replaceAll(" +$", ""));
            case CONCAT -> Datum.of(text(a.get(0)) + text(a.get(1)));
            case POSITION -> {
                int at = text(a.get(1)).indexOf(text(a.get(0)));
                yield Datum.of(at < 0 ? 0 : text(a.get(1)).codePointCount(0, at) + 1);
            }
            case REPLACE ->
                Datum.of(
                        text(a.get(1)).isEmpty()
                                ? text(a.get(0))
                                : text(a.get(0)).replace(text(a.get(1)), text(a.get(2))));
            case ABS ->
                from.isFloating()
                        ? Datum.of(Math.abs(real(a.get(0))))
                        : exact(number(from, a.get(0)).abs(), e.type());
            case FLOOR ->
                from.isFloating()
                        ? Datum.of(Math.floor(real(a.get(0))))
                        : exact(number(from, a.get(0)).setScale(0, RoundingMode.FLOOR), e.type());
            case CEIL ->
                from.isFloating()
                        ? Datum.of(Math.ceil(real(a.get(0))))
                        : exact(number(from, a.get(0)).setScale(0, RoundingMode.CEILING), e.type());
            case ROUND -> round(e, from, a);
            case SQRT -> domain(Math.sqrt(real(a.get(0))), real(a.get(0)));
            case LN -> domain(Math.log(real(a.get(0))), real(a.get(0)));
            case EXP -> domain(Math.exp(real(a.get(0))), real(a.get(0)));
            case POWER -> {
                double x = real(a.get(0));
                double y = real(a.get(1));
                yield x == 1 ? Datum.of(1.0) : domain(Math.pow(x, y), x, y);
            }
            case ADD_DAYS -> day(integer(a.get(0)) + integer(a.get(1)));
            case DIFF_DAYS -> day(integer(a.get(0)) - integer(a.get(1)));
            case ADD_MONTHS -> {
                if (from.equals(Type.DATE)) {
                    yield day(LocalDate.ofEpochDay(integer(a.get(0)))
                            .plusMonths(integer(a.get(1)))
                            .toEpochDay());
                }
                try {
                    yield Datum.of(micros(time(integer(a.get(0))).plusMonths(integer(a.get(1)))));
                } catch (ArithmeticException overflow) {
                    throw outOfRange();
                }
            }
            case TO_MOMENT, TO_LOCAL, PARSE_MOMENT, MOMENT_TEXT, ADD_INTERVAL, INTERVAL_BETWEEN, INTERVAL_SUM ->
                NaiveIntervals.call(e, a);
            case INTERVAL_NEGATE, INTERVAL_MULTIPLY, INTERVAL_DIVIDE, INTERVAL_TOTAL -> NaiveIntervals.call(e, a);
            case INTERVAL_MONTHS, INTERVAL_DAYS, INTERVAL_MICROS, INTERVAL_OF -> NaiveIntervals.call(e, a);
            case ADD_MICROS ->
                exact(BigDecimal.valueOf(integer(a.get(0))).add(BigDecimal.valueOf(integer(a.get(1)))), Type.BIGINT);
            default ->
                extract(
                        function,
                        from.equals(Type.DATE)
                                ? LocalDate.ofEpochDay(integer(a.get(0))).atStartOfDay()
                                : time(integer(a.get(0))));
        };
    }

    private static Datum day(long day) {
        return exact(BigDecimal.valueOf(day), Type.DATE);
    }

    /// A result that is no number where no argument was one is outside of the domain.
    private static Datum domain(double result, double... arguments) {
        boolean nan = Arrays.stream(arguments).anyMatch(Double::isNaN);
        boolean infinite = Arrays.stream(arguments).anyMatch(Double::isInfinite);
        if ((Double.isNaN(result) && !nan) || (Double.isInfinite(result) && !nan && !infinite)) {
            throw outOfRange();
        }
        return Datum.of(result);
    }

    private static Datum substring(List<Datum> a) {
        int[] points = text(a.get(0)).codePoints().toArray();
        long from = integer(a.get(1));
        if (a.size() == 3 && integer(a.get(2)) < 0) {
            throw new EngineException(ErrorCode.INVALID_PARAMETER, "naive");
        }
        BigInteger after =
                a.size() == 3 ? unscaled(a.get(1)).add(unscaled(a.get(2))) : BigInteger.valueOf(Long.MAX_VALUE);
        long end = after.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < points.length; i++) {
            if (i + 1 >= from && i + 1 < end) {
                part.appendCodePoint(points[i]);
            }
        }
        return Datum.of(part.toString());
    }

    private static Datum round(Expression.Call e, Type from, List<Datum> a) {
        int digits = a.size() == 2 ? (int) integer(a.get(1)) : 0;
        if (!from.isFloating()) {
            BigDecimal value = number(from, a.get(0));
            return exact(value.setScale(Math.min(digits, value.scale()), RoundingMode.HALF_UP), e.type());
        }
        double value = real(a.get(0));
        if (!Double.isFinite(value)) {
            return Datum.of(value);
        }
        return Datum.of(Math.copySign(
                BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).doubleValue(), value));
    }

    private static Datum extract(Function field, LocalDateTime time) {
        return Datum.of(
                switch (field) {
                    case EXTRACT_YEAR -> time.getYear() > 0 ? time.getYear() : time.getYear() - 1;
                    case EXTRACT_QUARTER -> time.get(IsoFields.QUARTER_OF_YEAR);
                    case EXTRACT_MONTH -> time.getMonthValue();
                    case EXTRACT_WEEK -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
                    case EXTRACT_DAY -> time.getDayOfMonth();
                    case EXTRACT_DAY_OF_WEEK -> time.getDayOfWeek().getValue() % 7;
                    case EXTRACT_DAY_OF_YEAR -> time.getDayOfYear();
                    case EXTRACT_HOUR -> time.getHour();
                    case EXTRACT_MINUTE -> time.getMinute();
                    case EXTRACT_SECOND -> time.truncatedTo(ChronoUnit.SECONDS).getSecond();
                    default -> throw new AssertionError(field);
                });
    }
}
