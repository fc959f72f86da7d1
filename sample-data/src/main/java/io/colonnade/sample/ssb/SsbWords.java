package io.colonnade.sample.ssb;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// The value domains of the Star Schema Benchmark.
final class SsbWords {

    static final int NATION_COUNT = 25;
    static final int CITIES_PER_NATION = 10;

    static final byte[][] REGIONS = words("AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST");

    /// In alphabetical order; a phone number begins with 10 plus the position.
    static final byte[][] NATIONS = words(
            "ALGERIA",
            "ARGENTINA",
            "BRAZIL",
            "CANADA",
            "CHINA",
            "EGYPT",
            "ETHIOPIA",
            "FRANCE",
            "GERMANY",
            "INDIA",
            "INDONESIA",
            "IRAN",
            "IRAQ",
            "JAPAN",
            "JORDAN",
            "KENYA",
            "MOROCCO",
            "MOZAMBIQUE",
            "PERU",
            "ROMANIA",
            "RUSSIA",
            "SAUDI ARABIA",
            "UNITED KINGDOM",
            "UNITED STATES",
            "VIETNAM");

    /// The region of each nation, five nations to a region.
    static final int[] REGION_OF_NATION = {0, 1, 1, 1, 2, 4, 0, 3, 3, 2, 2, 4, 4, 2, 4, 0, 0, 0, 1, 3, 3, 4, 3, 1, 2};

    /// City `10 * nation + digit`: the nation's first nine characters, padded with blanks, and a digit.
    static final byte[][] CITIES = cities();

    static final byte[][] MARKET_SEGMENTS = words("AUTOMOBILE", "BUILDING", "FURNITURE", "HOUSEHOLD", "MACHINERY");
    static final byte[][] ORDER_PRIORITIES = words("1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW");
    static final byte[][] SHIP_MODES = words("REG AIR", "AIR", "RAIL", "TRUCK", "MAIL", "FOB", "SHIP");

    static final byte[][] COLORS = words(("almond antique aquamarine azure beige bisque black blanched blue blush brown"
                    + " burlywood burnished chartreuse chiffon chocolate coral cornflower cornsilk cream cyan dark deep"
                    + " dim dodger drab firebrick floral forest frosted gainsboro ghost goldenrod green grey honeydew"
                    + " hot indian ivory khaki lace lavender lawn lemon light lime linen magenta maroon medium metallic"
                    + " midnight mint misty moccasin navajo navy olive orange orchid pale papaya peach peru pink plum"
                    + " powder puff purple red rose rosy royal saddle salmon sandy seashell sienna sky slate smoke snow"
                    + " spring steel tan thistle tomato turquoise violet wheat white yellow")
            .split(" "));

    static final byte[][] TYPES = products(
            "STANDARD SMALL MEDIUM LARGE ECONOMY PROMO",
            "ANODIZED BURNISHED PLATED POLISHED BRUSHED",
            "TIN NICKEL BRASS STEEL COPPER");
    static final byte[][] CONTAINERS = products("SM LG MED JUMBO WRAP", "CASE BOX BAG JAR PACK PKG CAN DRUM");

    private SsbWords() {}

    private static byte[][] words(String... words) {
        return Arrays.stream(words).map(word -> word.getBytes(US_ASCII)).toArray(byte[][]::new);
    }

    /// All combinations of one word of each list, joined by blanks.
    private static byte[][] products(String... lists) {
        String[] combined = {""};
        for (String list : lists) {
            combined = Arrays.stream(combined)
                    .flatMap(start ->
                            Arrays.stream(list.split(" ")).map(word -> start.isEmpty() ? word : start + " " + word))
                    .toArray(String[]::new);
        }
        return words(combined);
    }

    private static byte[][] cities() {
        byte[][] cities = new byte[NATION_COUNT * CITIES_PER_NATION][];
        for (int nation = 0; nation < NATION_COUNT; nation++) {
            String padded = String.format("%-9.9s", new String(NATIONS[nation], US_ASCII));
            for (int digit = 0; digit < CITIES_PER_NATION; digit++) {
                cities[nation * CITIES_PER_NATION + digit] = (padded + digit).getBytes(US_ASCII);
            }
        }
        return cities;
    }
}
