package io.colonnade.benchmarks.literals;

import static io.colonnade.benchmarks.literals.Draw.quoted;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/// Literals of TPC-H by the rules of its specification (substitution parameters of each query).
final class TpchLiterals {
    private static final String TYPE_SIZES = "STANDARD SMALL MEDIUM LARGE ECONOMY PROMO";
    private static final String TYPE_COATS = "ANODIZED BURNISHED PLATED POLISHED BRUSHED";
    private static final String TYPE_METALS = "TIN NICKEL BRASS STEEL COPPER";
    private static final String CONTAINER_SIZES = "SM LG MED JUMBO WRAP";
    private static final String CONTAINER_KINDS = "CASE BOX BAG JAR PKG PACK CAN DRUM";
    private static final String COLORS = "almond antique aquamarine azure beige bisque black blanched blue blush brown"
            + " burlywood burnished chartreuse chiffon chocolate coral cornflower cornsilk cream cyan dark deep dim"
            + " dodger drab firebrick floral forest frosted gainsboro ghost goldenrod green grey honeydew hot indian"
            + " ivory khaki lace lavender lawn lemon light lime linen magenta maroon medium metallic midnight mint"
            + " misty moccasin navajo navy olive orange orchid pale papaya peach peru pink plum powder puff purple red"
            + " rose rosy royal saddle salmon sandy seashell sienna sky slate smoke snow spring steel tan thistle"
            + " tomato turquoise violet wheat white yellow";

    private TpchLiterals() {}

    static Swaps draw(String query, Draw draw) {
        Swaps swaps = Swaps.none();
        return switch (query) {
            case "q1" -> swaps.put("'90'", quoted(draw.between(60, 120)));
            case "q2" ->
                swaps.put("p_size = 15", "p_size = " + draw.between(1, 50))
                        .put("%BRASS", "%" + draw.of(TYPE_METALS))
                        .put("'EUROPE'", quoted(draw.region()));
            case "q3" ->
                swaps.put("'BUILDING'", quoted(draw.of("AUTOMOBILE BUILDING FURNITURE MACHINERY HOUSEHOLD")))
                        .put("1995-03-15", LocalDate.of(1995, 3, draw.between(1, 31)));
            case "q4" -> swaps.put("1993-07-01", draw.month("1993-01", "1997-10"));
            case "q5" -> swaps.put("'ASIA'", quoted(draw.region())).put("1994-01-01", year(draw));
            case "q6" -> {
                String discount = String.format(Locale.ROOT, ".%02d", draw.between(2, 9));
                yield swaps.put("1994-01-01", year(draw))
                        .put(".06 - 0.01 and .06 + 0.01", discount + " - 0.01 and " + discount + " + 0.01")
                        .put("< 24", "< " + draw.between(24, 25));
            }
            case "q7" -> {
                Draw.Nation first = draw.nation();
                Draw.Nation second = draw.nation();
                while (second.equals(first)) {
                    second = draw.nation();
                }
                yield swaps.put("'FRANCE'", quoted(first.name())).put("'GERMANY'", quoted(second.name()));
            }
            case "q8" -> {
                Draw.Nation nation = draw.nation();
                yield swaps.put("'BRAZIL'", quoted(nation.name()))
                        .put("'AMERICA'", quoted(nation.region()))
                        .put(
                                "'ECONOMY ANODIZED STEEL'",
                                quoted(draw.of(TYPE_SIZES) + " " + draw.of(TYPE_COATS) + " " + draw.of(TYPE_METALS)));
            }
            case "q9" -> swaps.put("green", draw.of(COLORS));
            case "q10" -> swaps.put("1993-10-01", draw.month("1993-02", "1995-01"));
            case "q11" -> swaps.put("'GERMANY'", quoted(draw.nation().name()));
            case "q12" -> {
                List<String> modes = List.of("REG AIR", "AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB");
                List<Integer> two = draw.distinct(2, 0, modes.size() - 1);
                yield swaps.put("'MAIL'", quoted(modes.get(two.getFirst())))
                        .put("'SHIP'", quoted(modes.get(two.getLast())))
                        .put("1994-01-01", year(draw));
            }
            case "q13" ->
                swaps.put("special", draw.of("special pending unusual express"))
                        .put("requests", draw.of("packages requests accounts deposits"));
            case "q14" -> swaps.put("1995-09-01", draw.month("1993-01", "1997-12"));
            case "q15" -> swaps.put("1996-01-01", draw.month("1993-01", "1997-10"));
            case "q16" ->
                swaps.put("'Brand#45'", quoted(brand(draw)))
                        .put("MEDIUM POLISHED", draw.of(TYPE_SIZES) + " " + draw.of(TYPE_COATS))
                        .put("49, 14, 23, 45, 19, 3, 36, 9", Draw.list(draw.distinct(8, 1, 50)));
            case "q17" ->
                swaps.put("'Brand#23'", quoted(brand(draw)))
                        .put("'MED BOX'", quoted(draw.of(CONTAINER_SIZES) + " " + draw.of(CONTAINER_KINDS)));
            case "q18" -> swaps.put("> 300", "> " + draw.between(300, 315));
            case "q19" -> {
                brands(swaps, draw);
                yield quantities(
                        quantities(quantities(swaps, 1, draw.between(1, 10)), 10, draw.between(10, 20)),
                        20,
                        draw.between(20, 30));
            }
            case "q20" ->
                swaps.put("forest", draw.of(COLORS))
                        .put("1994-01-01", year(draw))
                        .put("'CANADA'", quoted(draw.nation().name()));
            case "q21" -> swaps.put("'SAUDI ARABIA'", quoted(draw.nation().name()));
            case "q22" ->
                swaps.put(
                        "'13', '31', '23', '29', '30', '18', '17'",
                        Draw.list(draw.distinct(7, 10, 34).stream()
                                .map(Draw::quoted)
                                .toList()));
            default -> swaps;
        };
    }

    private static LocalDate year(Draw draw) {
        return LocalDate.of(draw.between(1993, 1997), 1, 1);
    }

    private static String brand(Draw draw) {
        return "Brand#" + draw.between(1, 5) + draw.between(1, 5);
    }

    private static void brands(Swaps swaps, Draw draw) {
        for (String brand : List.of("'Brand#12'", "'Brand#23'", "'Brand#34'")) {
            swaps.put(brand, quoted(brand(draw)));
        }
    }

    private static Swaps quantities(Swaps swaps, int from, int to) {
        String text = "l_quantity >= %1$d and l_quantity <= %1$d + 10";
        return swaps.put(text.formatted(from), text.formatted(to));
    }
}
