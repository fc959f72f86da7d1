package io.colonnade.coordinator.result;

import io.colonnade.core.temporal.TimeZones;
import io.colonnade.core.type.Type;
import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.TypeDescription;
import io.colonnade.planner.statement.OutputColumn;
import java.time.ZoneId;
import java.util.List;

/// Types and columns in the words of JDBC.
public final class TypeNames {
    private TypeNames() {}

    public static TypeDescription of(Type type) {
        return switch (type) {
            case Type.BooleanType t -> TypeDescription.BOOLEAN;
            case Type.TinyintType t -> TypeDescription.TINYINT;
            case Type.SmallintType t -> TypeDescription.SMALLINT;
            case Type.IntegerType t -> TypeDescription.INTEGER;
            case Type.BigintType t -> TypeDescription.BIGINT;
            case Type.RealType t -> TypeDescription.REAL;
            case Type.DoubleType t -> TypeDescription.DOUBLE;
            case Type.DecimalType t -> TypeDescription.decimal(t.precision(), t.scale());
            case Type.CharType t -> TypeDescription.character(t.length());
            case Type.VarcharType t -> TypeDescription.varchar(t.length());
            case Type.DateType t -> TypeDescription.DATE;
            case Type.TimeType t -> TypeDescription.TIME;
            case Type.TimestampType t -> TypeDescription.TIMESTAMP;
            case Type.ZonedTimestampType t -> TypeDescription.zonedTimestamp("UTC");
            case Type.IntervalType t -> TypeDescription.INTERVAL;
        };
    }

    /// Columns of a result whose moments are shown in a zone.
    public static List<ColumnDescription> of(List<OutputColumn> columns, ZoneId zone) {
        return columns.stream().map(column -> of(column, zone)).toList();
    }

    private static ColumnDescription of(OutputColumn column, ZoneId zone) {
        TypeDescription type = column.type().equals(Type.TIMESTAMP_TZ)
                ? TypeDescription.zonedTimestamp(TimeZones.name(zone))
                : of(column.type());
        String name = column.originColumn();
        String table = column.originTable();
        return new ColumnDescription(
                column.name(),
                name == null ? column.name() : name,
                table == null ? "" : table,
                type,
                column.nullable(),
                column.identity());
    }
}
