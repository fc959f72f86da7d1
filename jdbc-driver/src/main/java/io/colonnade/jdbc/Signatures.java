package io.colonnade.jdbc;

import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.TypeDescription;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.Meta;

/// Column and parameter descriptions in Avatica's form, which `ResultSetMetaData` and `ParameterMetaData` show.
final class Signatures {

    private Signatures() {}

    static Meta.Signature of(
            String sql,
            List<ColumnDescription> columns,
            List<TypeDescription> parameters,
            String catalog,
            String schema) {
        List<ColumnMetaData> columnMetaData = new ArrayList<>(columns.size());
        for (ColumnDescription column : columns) {
            columnMetaData.add(column(column, columnMetaData.size(), catalog, schema));
        }
        List<AvaticaParameter> parameterMetaData = new ArrayList<>(parameters.size());
        for (TypeDescription type : parameters) {
            parameterMetaData.add(new AvaticaParameter(
                    isSigned(type),
                    type.precision(),
                    type.scale(),
                    type.jdbcType(),
                    type.name(),
                    javaClass(type).getName(),
                    "?" + (parameterMetaData.size() + 1)));
        }
        Meta.StatementType kind = columns.isEmpty() ? Meta.StatementType.IS_DML : Meta.StatementType.SELECT;
        return new Meta.Signature(
                List.copyOf(columnMetaData),
                sql,
                List.copyOf(parameterMetaData),
                Map.of(),
                Meta.CursorFactory.ARRAY,
                kind);
    }

    private static ColumnMetaData column(ColumnDescription column, int ordinal, String catalog, String schema) {
        TypeDescription type = column.type();
        boolean fromTable = !column.table().isEmpty();
        return new ColumnMetaData(
                ordinal,
                column.autoIncrement(),
                isText(type),
                true,
                false,
                column.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
                isSigned(type),
                displaySize(type),
                column.label(),
                column.name(),
                fromTable ? schema : "",
                type.precision(),
                type.scale(),
                column.table(),
                fromTable ? catalog : "",
                ColumnMetaData.scalar(type.jdbcType(), type.name(), rep(type)),
                true,
                false,
                false,
                javaClass(type).getName());
    }

    static boolean isText(TypeDescription type) {
        return type.jdbcType() == Types.VARCHAR || type.jdbcType() == Types.CHAR;
    }

    static boolean isSigned(TypeDescription type) {
        return switch (type.jdbcType()) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> true;
            case Types.REAL, Types.DOUBLE, Types.DECIMAL -> true;
            default -> false;
        };
    }

    /// Characters of the longest printed value.
    private static int displaySize(TypeDescription type) {
        return switch (type.jdbcType()) {
            case Types.BOOLEAN -> 5;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> type.precision() + 1;
            case Types.REAL -> 15;
            case Types.DECIMAL -> type.precision() + (type.scale() > 0 ? 3 : 1);
            case Types.DOUBLE -> 24;
            case Types.NULL -> 4;
            default -> type.precision();
        };
    }

    /// The class of what `getObject` gives for the type.
    static Class<?> javaClass(TypeDescription type) {
        return switch (type.jdbcType()) {
            case Types.BOOLEAN -> Boolean.class;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> Integer.class;
            case Types.REAL -> Float.class;
            case Types.BIGINT -> Long.class;
            case Types.DOUBLE -> Double.class;
            case Types.DECIMAL -> java.math.BigDecimal.class;
            case Types.CHAR, Types.VARCHAR, Types.OTHER -> String.class;
            case Types.TIME -> java.sql.Time.class;
            case Types.TIMESTAMP_WITH_TIMEZONE -> java.time.OffsetDateTime.class;
            case Types.DATE -> java.sql.Date.class;
            case Types.TIMESTAMP -> java.sql.Timestamp.class;
            default -> Object.class;
        };
    }

    private static Rep rep(TypeDescription type) {
        return switch (type.jdbcType()) {
            case Types.BOOLEAN -> Rep.BOOLEAN;
            case Types.TINYINT -> Rep.BYTE;
            case Types.SMALLINT -> Rep.SHORT;
            case Types.REAL -> Rep.FLOAT;
            case Types.TIME -> Rep.JAVA_SQL_TIME;
            case Types.INTEGER -> Rep.INTEGER;
            case Types.BIGINT -> Rep.LONG;
            case Types.DOUBLE -> Rep.DOUBLE;
            case Types.DECIMAL -> Rep.NUMBER;
            case Types.CHAR, Types.VARCHAR -> Rep.STRING;
            case Types.DATE -> Rep.JAVA_SQL_DATE;
            case Types.TIMESTAMP -> Rep.JAVA_SQL_TIMESTAMP;
            default -> Rep.OBJECT;
        };
    }
}
