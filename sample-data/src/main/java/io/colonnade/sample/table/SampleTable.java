package io.colonnade.sample.table;

import java.io.IOException;
import java.util.List;

/// A table that can be produced in pieces: its columns, how many units it has, and what makes the rows of a unit.
///
/// A unit is what is seeded: mostly a row, for SSB's lineorder an order of one to seven rows. Units `from` to `to` of
/// one table hold the same rows in the same order however the table is cut, so files can be written in parallel.
///
/// @param name in lower case, as in the CREATE TABLE statement
/// @param columns in the order of the statement
/// @param units how many there are, numbered from 0
/// @param unitsPerFile at which multiples files are cut; fixed by table and scale, never by the number of threads
/// @param rows makes the rows of a range of units
public record SampleTable(String name, List<SampleColumn> columns, long units, long unitsPerFile, Rows rows) {

    /// Makes rows.
    @FunctionalInterface
    public interface Rows {
        /// Delivers all rows of the units `from` (included) to `to` (excluded). May be called from many threads at
        /// once,
        /// each with its own sink.
        void generate(long from, long to, RowSink sink) throws IOException;
    }

    public SampleTable {
        columns = List.copyOf(columns);
        if (units < 1 || unitsPerFile < 1) {
            throw new IllegalArgumentException(
                    "table " + name + " has " + units + " units, " + unitsPerFile + " per file");
        }
    }

    /// A fact table is cut into four files at least (as far as it has the units), into files of `unitsPerFileMax` at
    /// most.
    public static long cut(long units, long unitsPerFileMax) {
        return Math.min(unitsPerFileMax, Math.max(1, (units + 3) / 4));
    }

    public int fileCount() {
        return Math.toIntExact((units + unitsPerFile - 1) / unitsPerFile);
    }
}
