package io.colonnade.storage.load;

import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import java.util.ArrayList;
import java.util.List;

/// Cuts sorted runs into ranges of keys, so that each range can be sorted and encoded on its own.
///
/// ```text
/// run 0   a a b | c d | e        splitter 1: before (c, run 0, row 3)
/// run 1   a b   | c   | f f      ranges: {run 0: 0-3, run 1: 0-2} {3-5, 2-3} {5-6, 3-5}
/// ```
///
/// Rows with the same key are told apart by run and place, so a key that most rows share is cut like any other.
final class Splitters {
    private static final int SAMPLE_ROWS = 2048;

    private final List<Run> runs;
    private final int[] keys;

    private Splitters(TableDefinition table, List<Run> runs) {
        this.runs = runs;
        this.keys = table.sortKey().stream().mapToInt(table::position).toArray();
    }

    private record Sample(List<Datum> key, int run, int row) {}

    /// Slices of the runs for each range of about `rowsMax` rows, in the order of the keys.
    static List<List<RunSlice>> ranges(TableDefinition table, List<Run> runs, int rowsMax) {
        long total = runs.stream().mapToLong(Run::rows).sum();
        int count = (int) ((total + rowsMax - 1) / rowsMax);
        if (count <= 1) {
            return total == 0 ? List.of() : List.of(whole(runs));
        }
        return new Splitters(table, runs).cut(total, count);
    }

    private static List<RunSlice> whole(List<Run> runs) {
        return runs.stream().map(run -> new RunSlice(run, 0, run.rows())).toList();
    }

    private List<List<RunSlice>> cut(long total, int count) {
        List<Sample> samples = samples();
        List<List<RunSlice>> ranges = new ArrayList<>();
        int[] from = new int[runs.size()];
        long each = total / count + 1;
        long passed = 0;
        for (Sample sample : samples) {
            passed += SAMPLE_ROWS;
            if (passed >= each) {
                passed = 0;
                addRange(from, bounds(sample), ranges);
            }
        }
        addRange(from, runs.stream().mapToInt(Run::rows).toArray(), ranges);
        return ranges;
    }

    private void addRange(int[] from, int[] to, List<List<RunSlice>> ranges) {
        List<RunSlice> slices = new ArrayList<>();
        for (int run = 0; run < from.length; run++) {
            if (to[run] > from[run]) {
                slices.add(new RunSlice(runs.get(run), from[run], to[run]));
                from[run] = to[run];
            }
        }
        if (!slices.isEmpty()) {
            ranges.add(slices);
        }
    }

    private List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (int run = 0; run < runs.size(); run++) {
            for (int row = SAMPLE_ROWS; row < runs.get(run).rows(); row += SAMPLE_ROWS) {
                samples.add(new Sample(key(run, row), run, row));
            }
        }
        samples.sort((a, b) -> {
            int order = compare(a.key, b.key);
            if (order == 0) {
                order = Integer.compare(a.run, b.run);
            }
            return order != 0 ? order : Integer.compare(a.row, b.row);
        });
        return samples;
    }

    private List<Datum> key(int run, int row) {
        List<Datum> key = new ArrayList<>(keys.length);
        for (int column : keys) {
            key.add(runs.get(run).value(column, row));
        }
        return key;
    }

    private static int compare(List<Datum> a, List<Datum> b) {
        for (int i = 0; i < a.size(); i++) {
            int order = DatumOrder.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /// How many rows of each run stand before the sample.
    private int[] bounds(Sample sample) {
        int[] bounds = new int[runs.size()];
        for (int run = 0; run < bounds.length; run++) {
            bounds[run] = run == sample.run ? sample.row : bound(sample.key, run, run < sample.run);
        }
        return bounds;
    }

    private int bound(List<Datum> key, int run, boolean afterEqual) {
        int low = 0;
        int high = runs.get(run).rows();
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = compare(key(run, middle), key);
            if (order < 0 || afterEqual && order == 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
