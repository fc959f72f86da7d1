package io.colonnade.benchmarks.literals;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/// What chance gives for the literals of one text.
final class Draw {
    private static final List<String> REGIONS = List.of("AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST");

    /// Five of each region, in the order of the regions.
    private static final List<List<String>> NATIONS = List.of(
            List.of("ALGERIA", "ETHIOPIA", "KENYA", "MOROCCO", "MOZAMBIQUE"),
            List.of("ARGENTINA", "BRAZIL", "CANADA", "PERU", "UNITED STATES"),
            List.of("CHINA", "INDIA", "INDONESIA", "JAPAN", "VIETNAM"),
            List.of("FRANCE", "GERMANY", "ROMANIA", "RUSSIA", "UNITED KINGDOM"),
            List.of("EGYPT", "IRAN", "IRAQ", "JORDAN", "SAUDI ARABIA"));

    /// A nation, and where it lies.
    record Nation(String region, String name) {}

    private final SplittableRandom random;

    Draw(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// Both ends included.
    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    <T> T of(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    String of(String words) {
        return of(List.of(words.split(" ")));
    }

    String region() {
        return of(REGIONS);
    }

    Nation nation() {
        int region = random.nextInt(REGIONS.size());
        return new Nation(REGIONS.get(region), of(NATIONS.get(region)));
    }

    /// `count` different numbers of `low` to `high`.
    List<Integer> distinct(int count, int low, int high) {
        List<Integer> drawn = new ArrayList<>();
        while (drawn.size() < count) {
            int next = between(low, high);
            if (!drawn.contains(next)) {
                drawn.add(next);
            }
        }
        return drawn;
    }

    /// The first day of a month, from `first` to `last`, each `yyyy-mm`.
    LocalDate month(String first, String last) {
        LocalDate from = LocalDate.parse(first + "-01");
        return from.plusMonths(
                between(0, (int) java.time.temporal.ChronoUnit.MONTHS.between(from, LocalDate.parse(last + "-01"))));
    }

    static String quoted(Object value) {
        return "'" + value + "'";
    }

    static String list(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
