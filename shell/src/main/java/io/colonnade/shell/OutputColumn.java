package io.colonnade.shell;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/// A column of what is printed.
///
/// @param label its heading
/// @param kind of its values
record OutputColumn(String label, Kind kind) {

    /// What a value's text stands for.
    enum Kind {
        /// Aligned right, bare in JSON.
        NUMBER,
        /// Bare in JSON.
        BOOLEAN,
        TEXT
    }

    static OutputColumn text(String label) {
        return new OutputColumn(label, Kind.TEXT);
    }

    static List<OutputColumn> of(ResultSetMetaData metadata) throws SQLException {
        List<OutputColumn> columns = new ArrayList<>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            columns.add(new OutputColumn(metadata.getColumnLabel(i), kind(metadata.getColumnType(i))));
        }
        return columns;
    }

    private static Kind kind(int jdbcType) {
        return switch (jdbcType) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE,
                    Types.DECIMAL,
                    Types.NUMERIC -> Kind.NUMBER;
            case Types.BOOLEAN, Types.BIT -> Kind.BOOLEAN;
            default -> Kind.TEXT;
        };
    }
}
