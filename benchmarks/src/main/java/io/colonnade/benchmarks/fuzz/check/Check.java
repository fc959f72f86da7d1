package io.colonnade.benchmarks.fuzz.check;

import io.colonnade.benchmarks.fuzz.text.Part;
import io.colonnade.benchmarks.fuzz.world.World;

/// Something to be asked of a world.
///
/// @param root a query, or for a kind of two queries the parts that both are made of
public record Check(World world, CheckKind kind, Part root) {
    public Check withRoot(Part other) {
        return new Check(world, kind, other);
    }

    public Check withWorld(World other) {
        return new Check(other, kind, root);
    }
}
