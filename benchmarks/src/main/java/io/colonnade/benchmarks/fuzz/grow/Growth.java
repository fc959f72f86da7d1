package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.text.Part;
import io.colonnade.benchmarks.fuzz.world.Dice;
import io.colonnade.benchmarks.fuzz.world.World;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Grows what one check needs over a world, from a seed alone.
///
/// Queries have one answer only, up to the order of rows and the last digits of inexact numbers:
///
/// - a LIMIT follows an ORDER BY all columns; ROW_NUMBER and its like count in an order of all columns;
/// - bounds of numbers are carried along, so that nothing overflows, and divisors are never zero: engines may
///   compute what is not needed or leave it out, and an error may be seen or not;
/// - what depends on the order of additions ({@link Trust}) is only shown, never compared.
public final class Growth {
    /// How often each feature is allowed in a query.
    private static final double FEATURE = 0.4;

    final Dice dice;
    final World world;
    private final Set<Feature> features;
    private final List<Named> with = new ArrayList<>();
    private int names;

    /// A query of the WITH clause.
    record Named(String name, List<Value> columns, double rows) {}

    public Growth(World world, long seed) {
        this.world = world;
        this.dice = new Dice(seed);
        this.features = EnumSet.noneOf(Feature.class);
        for (Feature feature : Feature.values()) {
            if (dice.chance(FEATURE)) {
                features.add(feature);
            }
        }
    }

    boolean has(Feature feature) {
        return features.contains(feature);
    }

    /// Whether the feature is there, and chosen here.
    boolean takes(Feature feature, double probability) {
        return has(feature) && dice.chance(probability);
    }

    String name(String prefix) {
        return prefix + ++names;
    }

    /// The queries of WITH that are named already.
    List<Named> with() {
        return with;
    }

    /// A whole query.
    public Part query() {
        return new Queries(this).whole();
    }

    /// A query that may fail.
    public Part risk() {
        return new Risks(this).query();
    }

    /// Statements that change tables.
    public Part changes() {
        return new Changes(this).script();
    }

    /// Tables, a condition, and a list of values over them: what the checks without an oracle are made of.
    public List<Part> split() {
        return new Queries(this).split();
    }
}
