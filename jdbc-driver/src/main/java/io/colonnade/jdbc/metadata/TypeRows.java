package io.colonnade.jdbc.metadata;

import io.colonnade.jdbc.service.TypeDescription;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What `DatabaseMetaData` tells of types: the rows of `getTypeInfo` and the derived columns of `getColumns`.
final class TypeRows {

    private static final int DECIMAL_DIGITS_MAX = 38;

    private TypeRows() {}

    /// All types in order of their JDBC number.
    static List<List<@Nullable Object>> all() {
        return Stream.of(
                        row(TypeDescription.BOOLEAN, null, null),
                        row(TypeDescription.TINYINT, null, null),
                        row(TypeDescription.SMALLINT, null, null),
                        row(TypeDescription.INTEGER, null, null),
                        row(TypeDescription.BIGINT, null, null),
                        row(TypeDescription.REAL, null, null),
                        row(TypeDescription.DOUBLE, null, null),
                        row(TypeDescription.decimal(DECIMAL_DIGITS_MAX, DECIMAL_DIGITS_MAX), null, "precision,scale"),
                        row(TypeDescription.character(TypeDescription.UNBOUNDED), "'", "length"),
                        row(TypeDescription.VARCHAR, "'", "length"),
                        row(TypeDescription.DATE, "DATE '", null),
                        row(TypeDescription.TIME, "TIME '", null),
                        row(TypeDescription.TIMESTAMP, "TIMESTAMP '", null),
                        row(TypeDescription.zonedTimestamp("UTC"), "TIMESTAMP WITH TIME ZONE '", null),
                        row(TypeDescription.INTERVAL, "INTERVAL '", null))
                .sorted(Comparator.comparing(row -> (Integer) row.get(1)))
                .toList();
    }

    private static List<@Nullable Object> row(
            TypeDescription type, @Nullable String literalPrefix, @Nullable String parameters) {
        boolean isText = octets(type) != null;
        return Arrays.asList(
                type.name(),
                type.jdbcType(),
                type.precision(),
                literalPrefix,
                literalPrefix == null ? null : "'",
                parameters,
                DatabaseMetaData.typeNullable,
                isText,
                DatabaseMetaData.typeSearchable,
                radix(type) == null,
                false,
                false,
                type.name(),
                0,
                type.scale(),
                null,
                null,
                radix(type));
    }

    /// Digits after the point, for types that have a point or a fraction of a second.
    static @Nullable Integer decimalDigits(TypeDescription type) {
        return switch (type.jdbcType()) {
            case Types.DECIMAL, Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> type.scale();
            case Types.TIME, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> type.scale();
            default -> null;
        };
    }

    static @Nullable Integer radix(TypeDescription type) {
        return switch (type.jdbcType()) {
            case Types.DECIMAL, Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> 10;
            case Types.REAL, Types.DOUBLE -> 10;
            default -> null;
        };
    }

    /// Bytes of the longest text: four for each character in UTF-8.
    static @Nullable Integer octets(TypeDescription type) {
        return switch (type.jdbcType()) {
            case Types.CHAR, Types.VARCHAR -> (int) Math.min(Integer.MAX_VALUE, 4L * type.precision());
            default -> null;
        };
    }
}
