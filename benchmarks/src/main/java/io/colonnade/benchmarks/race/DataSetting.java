package io.colonnade.benchmarks.race;

import io.colonnade.benchmarks.worker.EngineKind;
import io.colonnade.sample.SampleSchema;
import java.util.List;
import java.util.Locale;

/// What lies in the databases.
///
/// @param sorted by the schema's sort keys, or else in the order of the files
/// @param engines that have it, the one in question first
/// @param nodes of Colonnade
/// @param heapMiB of Colonnade's processes; 0: as this one
public record DataSetting(
        SampleSchema schema, double scale, boolean sorted, List<EngineKind> engines, int nodes, int heapMiB) {
    public DataSetting {
        engines = List.copyOf(engines);
    }

    /// `ssb scale 10 unsorted`.
    public String name() {
        return String.format(
                Locale.ROOT, "%s scale %s %s", schema.label(), plain(scale), sorted ? "sorted" : "unsorted");
    }

    static String plain(double scale) {
        return scale == Math.rint(scale) ? Long.toString((long) scale) : Double.toString(scale);
    }
}
