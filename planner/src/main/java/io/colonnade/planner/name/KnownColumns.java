package io.colonnade.planner.name;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.SqlStarReplace;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.validate.SqlValidatorTable;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/// The columns of tables by name, in lower case, as far as the text and the catalog tell: none for a table of
/// which they do not.
final class KnownColumns {
    private final CalciteCatalogReader reader;

    /// Those of the queries of WITH.
    private final Map<String, Optional<Set<String>>> commonTables;

    KnownColumns(CalciteCatalogReader reader) {
        this(reader, Map.of());
    }

    private KnownColumns(CalciteCatalogReader reader, Map<String, Optional<Set<String>>> commonTables) {
        this.reader = reader;
        this.commonTables = commonTables;
    }

    /// What is known where the query of `item` can be named.
    KnownColumns with(SqlWithItem item) {
        String name = key(item.name.getSimple());
        Map<String, Optional<Set<String>>> more = new HashMap<>(commonTables);
        more.put(name, Optional.empty());
        SqlNodeList columns = item.columnList;
        more.put(
                name,
                columns == null
                        ? new KnownColumns(reader, more).of(item.query)
                        : Optional.of(names(columns.getList())));
        return new KnownColumns(reader, more);
    }

    /// The columns of a query, or of a table of FROM.
    Optional<Set<String>> of(SqlNode table) {
        return switch (table) {
            case SqlIdentifier name -> named(name);
            case SqlSelect select -> listed(select);
            case SqlOrderBy ordered -> of(ordered.query);
            case SqlWith with -> {
                KnownColumns inner = this;
                for (SqlNode item : with.withList) {
                    inner = inner.with((SqlWithItem) item);
                }
                yield inner.of(with.body);
            }
            case SqlCall call
            when call.getKind() == SqlKind.AS && call.operandCount() > 2 ->
                Optional.of(names(call.getOperandList().subList(2, call.operandCount())));
            case SqlCall call
            when call.getKind() == SqlKind.AS
                    || call.getKind() == SqlKind.LATERAL
                    || call.getKind() == SqlKind.TABLE_REF
                    || call.isA(SqlKind.SET_QUERY) -> of(call.operand(0));
            default -> Optional.empty();
        };
    }

    private Optional<Set<String>> named(SqlIdentifier name) {
        Optional<Set<String>> common = name.isSimple() ? commonTables.get(key(name.getSimple())) : null;
        if (common != null) {
            return common;
        }
        SqlValidatorTable found = reader.getTable(name.names);
        if (found == null) {
            return Optional.empty();
        }
        Set<String> columns = new HashSet<>();
        found.getRowType().getFieldNames().forEach(column -> columns.add(key(column)));
        return Optional.of(columns);
    }

    private Optional<Set<String>> listed(SqlSelect select) {
        Set<String> columns = new HashSet<>();
        for (SqlNode item : select.getSelectList()) {
            if (item instanceof SqlStarExclude || item instanceof SqlStarReplace) {
                return Optional.empty();
            }
            if (item instanceof SqlIdentifier star && star.isStar()) {
                for (SqlNode table : FromNames.tables(select.getFrom())) {
                    Optional<Set<String>> all = of(table);
                    if (all.isEmpty()) {
                        return all;
                    }
                    String name = FromNames.of(table);
                    boolean isMeant = star.names.size() == 1
                            || name != null && name.equalsIgnoreCase(star.names.get(star.names.size() - 2));
                    columns.addAll(isMeant ? all.get() : Set.of());
                }
                continue;
            }
            String alias = SqlValidatorUtil.alias(item);
            if (alias != null) {
                columns.add(key(alias));
            }
        }
        return Optional.of(columns);
    }

    private static Set<String> names(List<? extends SqlNode> columns) {
        Set<String> names = new HashSet<>();
        for (SqlNode column : columns) {
            if (column instanceof SqlIdentifier name) {
                names.add(key(name.names.getLast()));
            }
        }
        return names;
    }

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
