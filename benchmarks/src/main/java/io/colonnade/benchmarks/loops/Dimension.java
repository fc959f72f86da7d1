package io.colonnade.benchmarks.loops;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A column of a dimension: a code for each key, in the order of the values. Keys without a row have code -1.
///
/// @param codes indexed by key less the least one that the fact's column can hold
/// @param values by code, ascending; years are written as text
record Dimension(short[] codes, List<String> values) {

    /// Reads `column` of `table` by `key`, whose least value is `first`.
    static Dimension read(Connection connection, String table, String key, int first, String column)
            throws SQLException {
        SortedMap<String, Short> numbers = new TreeMap<>();
        int last;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet result = statement.executeQuery("SELECT DISTINCT " + column + " FROM " + table)) {
                while (result.next()) {
                    numbers.put(result.getString(1), (short) 0);
                }
            }
            short next = 0;
            for (SortedMap.Entry<String, Short> number : numbers.entrySet()) {
                number.setValue(next++);
            }
            try (ResultSet result = statement.executeQuery("SELECT MAX(" + key + ") FROM " + table)) {
                result.next();
                last = result.getInt(1);
            }
            short[] codes = new short[last - first + 1];
            Arrays.fill(codes, (short) -1);
            try (ResultSet result = statement.executeQuery("SELECT " + key + ", " + column + " FROM " + table)) {
                while (result.next()) {
                    codes[result.getInt(1) - first] = numbers.getOrDefault(result.getString(2), (short) -1);
                }
            }
            return new Dimension(codes, List.copyOf(numbers.keySet()));
        }
    }

    int code(String value) {
        return values.indexOf(value);
    }

    /// A bit for each key whose code is one of two (which may be the same).
    int[] bits(int either, int or) {
        int[] bits = new int[(codes.length >>> 5) + 1];
        for (int key = 0; key < codes.length; key++) {
            bits[key >>> 5] |= (codes[key] == either | codes[key] == or ? 1 : 0) << key;
        }
        return bits;
    }
}
