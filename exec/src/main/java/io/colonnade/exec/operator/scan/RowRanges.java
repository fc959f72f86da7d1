package io.colonnade.exec.operator.scan;

import io.colonnade.core.page.Column;
import java.util.Arrays;

/// Ascending ranges of rows of a block, the end of each exclusive and below the start of the next.
final class RowRanges {
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int size;

    void all(int rows) {
        starts[0] = 0;
        ends[0] = rows;
        size = 1;
    }

    int size() {
        return size;
    }

    int start(int range) {
        return starts[range];
    }

    int end(int range) {
        return ends[range];
    }

    /// Keeps the rows whose run is marked and answers how many they are.
    int keep(Column.Runs runs, byte[] marks) {
        int[] keptStarts = new int[16];
        int[] keptEnds = new int[16];
        int kept = 0;
        int rows = 0;
        int range = 0;
        int start = 0;
        for (int run = 0; run < runs.runCount() && range < size; run++) {
            int end = runs.end(run);
            if (marks[run] != 0) {
                while (range < size && starts[range] < end) {
                    int from = Math.max(start, starts[range]);
                    int to = Math.min(end, ends[range]);
                    if (from < to) {
                        rows += to - from;
                        if (kept > 0 && keptEnds[kept - 1] == from) {
                            keptEnds[kept - 1] = to;
                        } else {
                            if (kept == keptStarts.length) {
                                keptStarts = Arrays.copyOf(keptStarts, kept * 2);
                                keptEnds = Arrays.copyOf(keptEnds, kept * 2);
                            }
                            keptStarts[kept] = from;
                            keptEnds[kept++] = to;
                        }
                    }
                    if (ends[range] > end) {
                        break;
                    }
                    range++;
                }
            }
            start = end;
        }
        starts = keptStarts;
        ends = keptEnds;
        size = kept;
        return rows;
    }
}
