package io.colonnade.planner.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.jspecify.annotations.Nullable;

/// A query by whose tables columns may be named, and those around it.
///
/// ```text
/// SELECT (SELECT max(b) + x FROM t2) FROM o
///        |      names t2, then o   |
/// ```
final class Scope {
    private enum Answer {
        HAS,
        LACKS,
        UNKNOWN
    }

    private record Source(@Nullable String name, Optional<Set<String>> columns) {}

    private final @Nullable Scope outer;
    private final SqlSelect select;
    private final KnownColumns known;
    private @Nullable List<Source> sources;
    private Clause clause = Clause.LIST;

    Scope(@Nullable Scope outer, SqlSelect select, KnownColumns known) {
        this.outer = outer;
        this.select = select;
        this.known = known;
    }

    @Nullable
    Scope outer() {
        return outer;
    }

    SqlSelect select() {
        return select;
    }

    KnownColumns known() {
        return known;
    }

    /// Where the query stands that is being looked at, in this one.
    Clause clause() {
        return clause;
    }

    void enter(Clause entered) {
        clause = entered;
    }

    /// Those of FROM, which stay what they are at the first call.
    private List<Source> sources() {
        List<Source> found = sources;
        if (found == null) {
            found = new ArrayList<>();
            for (SqlNode table : FromNames.tables(select.getFrom())) {
                found.add(new Source(FromNames.of(table), known.of(table)));
            }
            sources = found;
        }
        return found;
    }

    /// Keeps the meaning of names when FROM changes.
    void settle() {
        sources();
    }

    private Answer answer(SqlIdentifier column) {
        boolean unknown = false;
        for (Source source : sources()) {
            if (!column.isSimple()) {
                String table = column.names.get(column.names.size() - 2);
                if (table.equalsIgnoreCase(source.name())) {
                    return Answer.HAS;
                }
            } else if (source.columns().isEmpty()) {
                unknown = true;
            } else if (source.columns().get().contains(KnownColumns.key(column.getSimple()))) {
                return Answer.HAS;
            }
        }
        return unknown ? Answer.UNKNOWN : Answer.LACKS;
    }

    /// Whether no table of this query has the column for certain.
    boolean lacks(SqlIdentifier column) {
        return answer(column) == Answer.LACKS;
    }

    /// The innermost query whose tables have the column; null if none has, or it cannot be told.
    @Nullable
    Scope home(SqlIdentifier column) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            switch (scope.answer(column)) {
                case HAS:
                    return scope;
                case UNKNOWN:
                    return null;
                case LACKS:
                    break;
            }
        }
        return null;
    }

    /// Whether `inner` is this query or one in it.
    boolean encloses(Scope inner) {
        for (Scope scope = inner; scope != null; scope = scope.outer) {
            if (scope == this) {
                return true;
            }
        }
        return false;
    }

    /// The expression of the select list that has that name, if one has.
    @Nullable
    SqlNode item(SqlIdentifier name) {
        if (!name.isSimple()) {
            return null;
        }
        for (SqlNode item : select.getSelectList()) {
            if (name.getSimple().equalsIgnoreCase(SqlValidatorUtil.alias(item))) {
                return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
            }
        }
        return null;
    }
}
