package io.colonnade.jdbc.service;

/// One column of a result, or of a table.
///
/// @param label what the result calls it: the alias, else the name
/// @param name of the table's column behind it, else the label
/// @param table it comes from, empty for a computed column
/// @param type in JDBC's terms
/// @param nullable false only when it is known that no value is null
/// @param autoIncrement the table numbers its rows by the column
public record ColumnDescription(
        String label, String name, String table, TypeDescription type, boolean nullable, boolean autoIncrement) {

    /// A column that stands in no table, or in a table that is named elsewhere.
    public static ColumnDescription of(String name, TypeDescription type, boolean nullable) {
        return new ColumnDescription(name, name, "", type, nullable, false);
    }
}
