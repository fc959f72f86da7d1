package io.colonnade.benchmarks.literals;

import static io.colonnade.benchmarks.literals.Draw.quoted;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Literals of the Star Schema Benchmark: each query keeps about its share of the rows.
final class SsbLiterals {
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMyyyy", Locale.ENGLISH);

    private SsbLiterals() {}

    static Swaps draw(String query, Draw draw) {
        Swaps swaps = Swaps.none();
        return switch (query) {
            case "q1.1" ->
                discount(swaps.put("= 1993", "= " + draw.between(1992, 1997)), draw, "BETWEEN 1 AND 3")
                        .put("< 25", "< " + draw.between(24, 26));
            case "q1.2" -> {
                LocalDate month = draw.month("1992-01", "1998-07");
                swaps.put("199401", month.getYear() * 100 + month.getMonthValue());
                yield quantity(discount(swaps, draw, "BETWEEN 4 AND 6"), draw);
            }
            case "q1.3" -> {
                swaps.put("d_weeknuminyear = 6", "d_weeknuminyear = " + draw.between(1, 52))
                        .put("d_year = 1994", "d_year = " + draw.between(1992, 1997));
                yield quantity(discount(swaps, draw, "BETWEEN 5 AND 7"), draw);
            }
            case "q2.1" -> swaps.put("'MFGR#12'", quoted(category(draw))).put("'AMERICA'", quoted(draw.region()));
            case "q2.2" -> {
                String tens = category(draw) + draw.between(1, 3);
                yield swaps.put("'MFGR#2221'", quoted(tens + 1))
                        .put("'MFGR#2228'", quoted(tens + 8))
                        .put("'ASIA'", quoted(draw.region()));
            }
            case "q2.3" ->
                swaps.put("'MFGR#2221'", quoted(category(draw) + draw.between(10, 40)))
                        .put("'EUROPE'", quoted(draw.region()));
            case "q3.1" -> swaps.put("'ASIA'", quoted(draw.region()));
            case "q3.2" -> swaps.put("'UNITED STATES'", quoted(draw.nation().name()));
            case "q3.3" -> cities(swaps, draw);
            case "q3.4" -> cities(swaps, draw).put("'Dec1997'", quoted(MONTH.format(draw.month("1992-01", "1998-07"))));
            case "q4.1" -> manufacturers(swaps, draw).put("'AMERICA'", quoted(draw.region()));
            case "q4.2" -> years(manufacturers(swaps, draw), draw).put("'AMERICA'", quoted(draw.region()));
            case "q4.3" -> {
                Draw.Nation nation = draw.nation();
                yield years(swaps, draw)
                        .put("'AMERICA'", quoted(nation.region()))
                        .put("'UNITED STATES'", quoted(nation.name()))
                        .put("'MFGR#14'", quoted(category(draw)));
            }
            default -> swaps;
        };
    }

    private static Swaps discount(Swaps swaps, Draw draw, String piece) {
        int middle = draw.between(1, 9);
        return swaps.put(piece, "BETWEEN %d AND %d".formatted(middle - 1, middle + 1));
    }

    private static Swaps quantity(Swaps swaps, Draw draw) {
        int least = draw.between(1, 41);
        return swaps.put("BETWEEN 26 AND 35", "BETWEEN %d AND %d".formatted(least, least + 9));
    }

    private static String category(Draw draw) {
        return "MFGR#" + draw.between(1, 5) + draw.between(1, 5);
    }

    private static Swaps cities(Swaps swaps, Draw draw) {
        String nation = "%-9.9s".formatted(draw.nation().name());
        List<Integer> digits = draw.distinct(2, 0, 9);
        return swaps.put("'UNITED KI1'", quoted(nation + digits.getFirst()))
                .put("'UNITED KI5'", quoted(nation + digits.getLast()));
    }

    private static Swaps manufacturers(Swaps swaps, Draw draw) {
        List<Integer> two = draw.distinct(2, 1, 5);
        return swaps.put("'MFGR#1'", quoted("MFGR#" + two.getFirst())).put("'MFGR#2'", quoted("MFGR#" + two.getLast()));
    }

    private static Swaps years(Swaps swaps, Draw draw) {
        int year = draw.between(1992, 1997);
        return swaps.put("= 1997", "= " + year).put("= 1998", "= " + (year + 1));
    }
}
