package io.colonnade.sample.retail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// The value domains of the retail schema.
final class RetailWords {

    /// A city, and where it is.
    ///
    /// @param population inhabitants, rounded
    record City(byte[] name, int region, int population, double latitude, double longitude, boolean capital) {}

    static final byte[][] REGIONS = words("Baltics", "Benelux", "British Isles", "Central Europe", "Iberia", "Nordics");

    static final City[] CITIES = {
        city("Tallinn", 0, 454_000, 59.437, 24.7536, true),
        city("Rīga", 0, 605_000, 56.9496, 24.1052, true),
        city("Vilnius", 0, 602_000, 54.6872, 25.2797, true),
        city("Kaunas", 0, 305_000, 54.8985, 23.9036, false),
        city("Tartu", 0, 97_000, 58.378, 26.729, false),
        city("Amsterdam", 1, 931_000, 52.3676, 4.9041, true),
        city("Rotterdam", 1, 664_000, 51.9244, 4.4777, false),
        city("Antwerpen", 1, 536_000, 51.2194, 4.4025, false),
        city("Liège", 1, 195_000, 50.6326, 5.5797, false),
        city("Brussel", 1, 1_235_000, 50.8503, 4.3517, true),
        city("London", 2, 8_866_000, 51.5074, -0.1278, true),
        city("Dublin", 2, 592_000, 53.3498, -6.2603, true),
        city("Edinburgh", 2, 514_000, 55.9533, -3.1883, false),
        city("Cardiff", 2, 372_000, 51.4816, -3.1791, false),
        city("King's Lynn", 2, 48_000, 52.7517, 0.4023, false),
        city("Berlin", 3, 3_755_000, 52.52, 13.405, true),
        city("München", 3, 1_512_000, 48.1351, 11.582, false),
        city("Wien", 3, 1_982_000, 48.2082, 16.3738, true),
        city("Zürich", 3, 427_000, 47.3769, 8.5417, false),
        city("Kraków", 3, 804_000, 50.0647, 19.945, false),
        city("Praha", 3, 1_357_000, 50.0755, 14.4378, true),
        city("Madrid", 4, 3_332_000, 40.4168, -3.7038, true),
        city("Lisboa", 4, 545_000, 38.7223, -9.1393, true),
        city("Porto", 4, 232_000, 41.1579, -8.6291, false),
        city("A Coruña", 4, 247_000, 43.3623, -8.4115, false),
        city("Sevilla", 4, 684_000, 37.3891, -5.9845, false),
        city("Stockholm", 5, 984_000, 59.3293, 18.0686, true),
        city("København", 5, 660_000, 55.6761, 12.5683, true),
        city("Malmö", 5, 358_000, 55.605, 13.0038, false),
        city("Tromsø", 5, 78_000, 69.6492, 18.9553, false),
        city("Helsinki", 5, 675_000, 60.1699, 24.9384, true),
        city("Åbo", 5, 202_000, 60.4518, 22.2666, false),
    };

    static final byte[][] DEPARTMENTS =
            words("Clothing", "Electronics", "Garden", "Groceries", "Health", "Home", "Sports", "Toys");

    /// Five to a department, in the order of [#DEPARTMENTS]; the last of all has no products yet.
    static final byte[][] CATEGORIES = words(
            "Coats",
            "Dresses",
            "Shirts",
            "Shoes",
            "Trousers",
            "Cameras",
            "Headphones",
            "Laptops",
            "Phones",
            "Televisions",
            "Furniture, outdoor",
            "Lawn mowers",
            "Pots",
            "Seeds",
            "Tools",
            "Bread",
            "Cheese",
            "Coffee & tea",
            "Fruit",
            "Wine",
            "First aid",
            "Hair",
            "Skin",
            "Teeth",
            "Vitamins",
            "Bedding",
            "Kitchen",
            "Lamps",
            "Rugs",
            "Storage",
            "Bicycles",
            "Camping",
            "Football",
            "Running",
            "Swimming",
            "Board games",
            "Dolls",
            "Puzzles",
            "Trains",
            "Virtual reality");

    static final byte[][] BRANDS = words(
            "Aurora",
            "Brightwater",
            "Château Noir",
            "Delta",
            "Eiche & Söhne",
            "Fjord",
            "Granite",
            "Harbour",
            "Iris",
            "Juniper",
            "Kestrel",
            "Lumen",
            "Meridian",
            "Nordlys",
            "Orchard",
            "Pinnacle");

    static final byte[][] LINES = words("Basic", "Classic", "Eco", "Kids", "Max", "Mini", "Pro", "Studio");

    static final byte[][] FIRST_NAMES = words(
            "Ada",
            "Björn",
            "Chloé",
            "Dmitri",
            "Elena",
            "Fatima",
            "Grace",
            "Håkon",
            "Inés",
            "João",
            "Katarzyna",
            "Liam",
            "Mara",
            "Niamh",
            "Oskar",
            "Priya",
            "Quentin",
            "Rūta",
            "Sofia",
            "Tomáš",
            "Uma",
            "Viktor",
            "Wanda",
            "Zoë");

    static final byte[][] LAST_NAMES = words(
            "Andersson",
            "Bērziņš",
            "Costa",
            "Dubois",
            "Evans",
            "Fischer",
            "García",
            "Hughes",
            "Ivanova",
            "Jansen",
            "Kowalski",
            "Lindqvist",
            "Müller",
            "Novák",
            "O'Brien",
            "Peeters",
            "Quinn",
            "Rossi",
            "Silva",
            "Tamm",
            "Urbonas",
            "Virtanen",
            "Walsh",
            "Young");

    /// The hosts of e-mail addresses.
    static final byte[][] MAIL_NAMES = words("mail", "post", "inbox", "letters");

    static final byte[][] SEGMENTS = words("Budget", "Family", "Premium", "Student");
    static final byte[][] PAYMENTS = words("card", "cash", "invoice", "wallet");
    static final byte[][] COUPONS = words("FRIEND5", "SPRING10", "SUMMER15", "WELCOME20");

    private RetailWords() {}

    private static City city(
            String name, int region, int population, double latitude, double longitude, boolean capital) {
        return new City(name.getBytes(UTF_8), region, population, latitude, longitude, capital);
    }

    private static byte[][] words(String... words) {
        return Arrays.stream(words).map(word -> word.getBytes(UTF_8)).toArray(byte[][]::new);
    }
}
