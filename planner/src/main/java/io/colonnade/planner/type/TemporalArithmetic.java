package io.colonnade.planner.type;

import io.colonnade.planner.syntax.TemporalOperators;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/// The types of sums and differences of dates, times and intervals, as in PostgreSQL.
///
/// | + | number | interval without hours | INTERVAL | TIME |
/// |---|---|---|---|---|
/// | DATE | DATE (integers) | DATE | TIMESTAMP | TIMESTAMP |
/// | TIME | | TIME | TIME | |
/// | TIMESTAMP [WITH TIME ZONE] | | the same | the same | |
/// | INTERVAL | | INTERVAL | INTERVAL | |
///
/// `-` too, and of two DATEs it is a number of days, of two TIMEs or TIMESTAMPs an INTERVAL.
final class TemporalArithmetic {
    private TemporalArithmetic() {}

    /// The type of `left + right`, null if that is nothing of these.
    static @Nullable RelDataType sum(RelDataType left, RelDataType right, RelDataTypeFactory factory) {
        RelDataType type = moved(left, right, factory);
        if (type == null) {
            type = moved(right, left, factory);
        }
        return nullable(type, left, right, factory);
    }

    static @Nullable RelDataType difference(RelDataType left, RelDataType right, RelDataTypeFactory factory) {
        SqlTypeName first = left.getSqlTypeName();
        SqlTypeName second = right.getSqlTypeName();
        RelDataType type;
        if (first == SqlTypeName.DATE && second == SqlTypeName.DATE) {
            type = factory.createSqlType(SqlTypeName.INTEGER);
        } else if (isPoint(left) && isPoint(right) || first == SqlTypeName.TIME && second == SqlTypeName.TIME) {
            type = TemporalOperators.interval(factory);
        } else if (second == SqlTypeName.TIME) {
            type = null;
        } else {
            type = moved(left, right, factory);
        }
        return nullable(type, left, right, factory);
    }

    private static boolean isPoint(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.DATE
                || type.getSqlTypeName() == SqlTypeName.TIMESTAMP
                || TemporalOperators.isMoment(type);
    }

    private static @Nullable RelDataType moved(RelDataType time, RelDataType by, RelDataTypeFactory factory) {
        boolean interval = TemporalOperators.isInterval(by);
        if (TemporalOperators.isInterval(time)) {
            boolean days = TemporalOperators.isDays(time) && TemporalOperators.isDays(by);
            return !interval ? null : days ? TemporalOperators.days(factory) : TemporalOperators.interval(factory);
        }
        return switch (time.getSqlTypeName()) {
            case DATE -> {
                if (SqlTypeUtil.isIntType(by) || TemporalOperators.isDays(by)) {
                    yield time;
                }
                yield interval || by.getSqlTypeName() == SqlTypeName.TIME
                        ? factory.createSqlType(SqlTypeName.TIMESTAMP)
                        : null;
            }
            case TIME, TIMESTAMP, TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> interval ? time : null;
            default -> null;
        };
    }

    private static @Nullable RelDataType nullable(
            @Nullable RelDataType type, RelDataType left, RelDataType right, RelDataTypeFactory factory) {
        boolean nullable = List.of(left, right).stream().anyMatch(RelDataType::isNullable);
        return type == null ? null : factory.createTypeWithNullability(type, nullable);
    }
}
