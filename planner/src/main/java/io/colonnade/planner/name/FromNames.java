package io.colonnade.planner.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/// What the tables of a FROM are called, as far as the text tells.
public final class FromNames {
    private FromNames() {}

    /// The name by which columns of a table are qualified, null if it has none.
    static @Nullable String of(@Nullable SqlNode table) {
        return switch (table) {
            case SqlIdentifier name -> Util.last(name.names);
            case SqlCall call
            when call.getKind() == SqlKind.AS && call.operand(1) instanceof SqlIdentifier alias -> alias.getSimple();
            case SqlCall call
            when call.getKind() == SqlKind.EXTEND || call.getKind() == SqlKind.TABLE_REF -> of(call.operand(0));
            case null, default -> null;
        };
    }

    /// All names of a FROM, in lower case.
    public static Set<String> in(@Nullable SqlNode from) {
        Set<String> names = new TreeSet<>();
        for (SqlNode table : tables(from)) {
            String name = of(table);
            if (name != null) {
                names.add(name.toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    /// The tables of a FROM, in their order.
    static List<SqlNode> tables(@Nullable SqlNode from) {
        List<SqlNode> tables = new ArrayList<>();
        if (from instanceof SqlJoin join) {
            tables.addAll(tables(join.getLeft()));
            tables.addAll(tables(join.getRight()));
        } else if (from != null) {
            tables.add(from);
        }
        return tables;
    }
}
