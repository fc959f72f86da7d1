package io.colonnade.planner.type;

import com.google.common.collect.ImmutableSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.type.SqlTypeCoercionRule;
import org.apache.calcite.sql.type.SqlTypeName;

/// Which types CAST leads to which: what Calcite knows, and as in PostgreSQL BOOLEAN to integers, and TIME
/// and INTERVAL to one another.
public final class Casts {
    public static final SqlTypeCoercionRule RULE = rule();

    private Casts() {}

    private static SqlTypeCoercionRule rule() {
        Map<SqlTypeName, ImmutableSet<SqlTypeName>> sources = new EnumMap<>(SqlTypeName.class);
        sources.putAll(SqlTypeCoercionRule.instance().getTypeMapping());
        for (SqlTypeName integer : SqlTypeName.INT_TYPES) {
            add(sources, integer, List.of(SqlTypeName.BOOLEAN));
        }
        add(sources, SqlTypeName.TIME, List.copyOf(SqlTypeName.INTERVAL_TYPES));
        add(sources, SqlTypeName.INTERVAL_DAY_SECOND, List.of(SqlTypeName.TIME));
        return SqlTypeCoercionRule.instance(sources);
    }

    private static void add(
            Map<SqlTypeName, ImmutableSet<SqlTypeName>> sources, SqlTypeName target, List<SqlTypeName> more) {
        ImmutableSet<SqlTypeName> known = sources.getOrDefault(target, ImmutableSet.of());
        sources.put(
                target,
                ImmutableSet.<SqlTypeName>builder().addAll(known).addAll(more).build());
    }
}
