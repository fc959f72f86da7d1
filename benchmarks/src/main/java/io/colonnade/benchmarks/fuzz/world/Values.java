package io.colonnade.benchmarks.fuzz.world;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Random values of a column, as literals: few or many different ones, small or as large as the type allows.
public final class Values {
    private static final List<String> WORDS = List.of(
            "a",
            "b",
            "ab",
            "abc",
            "",
            " ",
            "Oslo",
            "oslo",
            "Łódź",
            "東京",
            "a_b",
            "100%",
            "it''s",
            "null",
            "0",
            "12",
            "-3",
            "x y",
            "zz",
            "a rather long text that does not fit into sixteen bytes",
            "ABC",
            "b ");
    private static final List<String> SHORT_WORDS = List.of("a", "b", "ab", "abc", "Oslo", "東京", "a b", "-3", "zz");
    private static final List<String> UNITS = List.of("MONTH", "DAY", "HOUR", "MINUTE", "SECOND");
    private static final int DAY_SPAN = 400;
    private static final LocalDate FIRST_DAY = LocalDate.of(1999, 12, 1);
    private static final int SECONDS_OF_DAY = 86_400;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final int SECOND_SPAN = 3_000_000;
    private static final double EIGHTH = 8.0;
    private static final int WIDE_VARIETY = 100;

    private final Dice dice;
    private final Domain domain;
    private final double bound;
    private final int variety;
    private final double nulls;

    /// Whether the numbers are those from 0 on.
    private final boolean positions;

    private Values(Dice dice, Domain domain, double bound, int variety, double nulls, boolean positions) {
        this.dice = dice;
        this.domain = domain;
        this.bound = bound;
        this.variety = variety;
        this.nulls = nulls;
        this.positions = positions;
    }

    /// Values of a column of this type, some of them NULL if it may be.
    public static Values random(Dice dice, Domain domain, boolean nullable) {
        double bound = dice.chance(0.15) ? domain.most() : Math.min(domain.most() - 1, dice.of(3, 12, 100, 5000));
        if (domain.kind() == Kind.DOUBLE || domain.kind() == Kind.REAL) {
            bound = dice.of(3, 100, 500);
        }
        return new Values(dice, domain, bound, dice.of(2, 5, 30, 1000), nullable ? dice.of(0.1, 0.3, 0.02) : 0, false);
    }

    /// Whole numbers near zero, for joins.
    public static Values keys(Dice dice, Domain domain, boolean nullable, int variety) {
        return new Values(dice, domain, variety, variety, nullable ? 0.1 : 0, false);
    }

    /// Whole numbers from 0 to below `count`.
    public static Values positions(Dice dice, boolean nullable, int count) {
        return new Values(dice, Domain.of(Kind.INTEGER), count, count, nullable ? 0.1 : 0, true);
    }

    public double bound() {
        return bound;
    }

    public String next() {
        return dice.chance(nulls) ? "NULL" : some();
    }

    /// A value that is not NULL; a few of them are skewed towards the first.
    private String some() {
        int index = dice.chance(0.3) ? 0 : dice.between(0, variety - 1);
        return switch (domain.kind()) {
            case BOOLEAN -> dice.chance(0.5) ? "TRUE" : "FALSE";
            case TINYINT, SMALLINT, INTEGER, BIGINT -> whole(index).toString();
            case DECIMAL -> decimal(index).toPlainString();
            case DOUBLE, REAL ->
                (Math.floorMod(index * 37L, (long) (bound * EIGHTH)) / EIGHTH) * (index % 3 == 1 ? -1 : 1) + "e0";
            case VARCHAR -> "'" + WORDS.get(index % WORDS.size()) + (index >= WORDS.size() ? index : "") + "'";
            case CHAR -> "'" + SHORT_WORDS.get(index % SHORT_WORDS.size()) + "'";
            case INTERVAL -> "INTERVAL '" + (index % 11 + 1) + "' " + UNITS.get(index % UNITS.size());
            case TIMESTAMPTZ ->
                "TIMESTAMP WITH TIME ZONE '" + FIRST_DAY.plusDays(Math.floorMod(index * 17, DAY_SPAN)) + " 12:00:0"
                        + index % 10 + "+0" + index % 4 + ":00'";
            case DATE -> "DATE '" + FIRST_DAY.plusDays(Math.floorMod(index * 17, DAY_SPAN)) + "'";
            case TIME ->
                "TIME '"
                        + LocalTime.ofSecondOfDay(index * 7919L % SECONDS_OF_DAY)
                                .format(CLOCK) + "'";
            case TIMESTAMP -> {
                LocalDateTime moment = FIRST_DAY.atStartOfDay().plusSeconds(index * 86_399L % SECOND_SPAN);
                yield "TIMESTAMP '" + moment.toLocalDate() + " "
                        + moment.toLocalTime().toString().concat(moment.getSecond() == 0 ? ":00" : "") + "'";
            }
        };
    }

    private BigInteger whole(int number) {
        if (positions) {
            return BigInteger.valueOf(number);
        }
        int index = number % WIDE_VARIETY;
        if (bound >= domain.most()) {
            BigInteger most = switch (domain.kind()) {
                case TINYINT -> BigInteger.valueOf(Byte.MAX_VALUE);
                case SMALLINT -> BigInteger.valueOf(Short.MAX_VALUE);
                case INTEGER -> BigInteger.valueOf(Integer.MAX_VALUE);
                default -> BigInteger.valueOf(Long.MAX_VALUE);
            };
            return index % 2 == 0
                    ? most.subtract(BigInteger.valueOf(index))
                    : most.negate().add(BigInteger.valueOf(index / 2 - 1));
        }
        long span = (long) bound + 1;
        return BigInteger.valueOf(Math.floorMod(index * 7L, span) * (index % 3 == 1 ? -1 : 1));
    }

    private BigDecimal decimal(int index) {
        if (bound >= domain.most()) {
            BigDecimal most = BigDecimal.TEN
                    .pow(domain.precision())
                    .subtract(BigDecimal.valueOf(1 + index))
                    .scaleByPowerOfTen(-domain.scale());
            return index % 2 == 0 ? most : most.negate();
        }
        BigDecimal unscaled = BigDecimal.valueOf(Math.floorMod(index * 137L, 1_000_000L));
        BigDecimal value = unscaled.scaleByPowerOfTen(-domain.scale())
                .remainder(BigDecimal.valueOf((long) Math.max(1, bound)))
                .setScale(domain.scale());
        return index % 3 == 1 ? value.negate() : value;
    }
}
