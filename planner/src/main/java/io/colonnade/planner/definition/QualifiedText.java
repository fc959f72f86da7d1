package io.colonnade.planner.definition;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.parse.SqlText;
import io.colonnade.planner.parse.Words;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.syntax.ParsedQuery;
import io.colonnade.planner.syntax.QueryText;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlTableRef;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// The text of a query whose tables all say their schema, so that it means the same wherever it is read.
///
/// ```text
/// SELECT a FROM t JOIN main.u ..     SELECT a FROM "Sales".t JOIN main.u ..     while the schema is Sales
/// ```
///
/// *Errors*: NOT_SUPPORTED if a query of WITH has the name of a table of that schema.
final class QualifiedText {
    private final String sql;
    private final CatalogSnapshot snapshot;
    private final Set<String> common = new HashSet<>();
    /// Where names begin that want a schema, as places in the text, the last first.
    private final Set<Integer> places = new TreeSet<>((a, b) -> Integer.compare(b, a));

    private QualifiedText(String sql, CatalogSnapshot snapshot) {
        this.sql = sql;
        this.snapshot = snapshot;
    }

    static String of(String sql, CatalogSnapshot snapshot) {
        if (!(SqlText.parse(sql) instanceof Statement.Query query)) {
            return sql;
        }
        QualifiedText text = new QualifiedText(sql, snapshot);
        SqlNode syntax = ((ParsedQuery) query.body()).copy();
        syntax.accept(text.new Finder(text::common));
        syntax.accept(text.new Finder(text::tables));
        return text.qualified();
    }

    private interface Step {
        void see(SqlCall call);
    }

    private final class Finder extends SqlBasicVisitor<Void> {
        private final Step step;

        Finder(Step step) {
            this.step = step;
        }

        @Override
        public @Nullable Void visit(SqlCall call) {
            step.see(call);
            return super.visit(call);
        }
    }

    private void common(SqlCall call) {
        if (call instanceof SqlWithItem item) {
            String name = item.name.getSimple();
            if (snapshot.table(snapshot.defaultSchema(), name).isPresent()
                    || snapshot.view(snapshot.defaultSchema(), name).isPresent()) {
                throw new EngineException(
                        ErrorCode.NOT_SUPPORTED,
                        "a view whose WITH \"" + name + "\" is also a table is not supported yet while names mean the"
                                + " schema \"" + snapshot.defaultSchema() + "\"",
                        null,
                        "give it another name",
                        null);
            }
            common.add(name.toLowerCase(Locale.ROOT));
        }
    }

    private void tables(SqlCall call) {
        if (call instanceof SqlSelect select) {
            from(select.getFrom());
        } else if (call.getKind() == SqlKind.EXPLICIT_TABLE) {
            from(call.operand(0));
        }
    }

    private void from(@Nullable SqlNode node) {
        switch (node) {
            case SqlIdentifier table
            when table.names.size() == 1
                    && !common.contains(table.names.getFirst().toLowerCase(Locale.ROOT)) -> qualify(table);
            case SqlJoin join -> {
                from(join.getLeft());
                from(join.getRight());
            }
            case SqlBasicCall call
            when call.getKind() == SqlKind.AS || call.getKind() == SqlKind.LATERAL -> from(call.operand(0));
            case SqlTableRef table -> from(table.operand(0));
            case null, default -> {}
        }
    }

    private void qualify(SqlIdentifier table) {
        int place = QueryText.offset(sql, table.getParserPosition());
        String name = table.names.getFirst();
        if (!sql.startsWith("\"", place) && !sql.regionMatches(true, place, name, 0, name.length())) {
            throw EngineException.notSupported("a view of a table that is written like this");
        }
        places.add(place);
    }

    private String qualified() {
        StringBuilder text = new StringBuilder(sql);
        places.forEach(place -> text.insert(place, Words.identifier(snapshot.defaultSchema()) + "."));
        return text.toString();
    }
}
