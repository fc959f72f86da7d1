package io.colonnade.planner.validate;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.syntax.Positions;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.SqlStarReplace;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// Finds what the grammar can read and the engine cannot do yet, while its place in the text is still known.
final class UnsupportedSyntax extends SqlBasicVisitor<Void> {
    private static final UnsupportedSyntax FINDER = new UnsupportedSyntax();

    private UnsupportedSyntax() {}

    /// Throws NOT_SUPPORTED with the place of the first thing found.
    static void check(SqlNode query) {
        query.accept(FINDER);
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        String name = call instanceof SqlStarReplace ? "* REPLACE" : name(call);
        if (name != null) {
            throw new EngineException(
                    ErrorCode.NOT_SUPPORTED, name + " is not supported yet", Positions.of(call), null, null);
        }
        if (call instanceof SqlSelect select && select.getGroup() != null) {
            select.getGroup().forEach(UnsupportedSyntax::checkKey);
        }
        if (call instanceof SqlSelect select && mergesColumns(select.getFrom())) {
            select.getSelectList().forEach(UnsupportedSyntax::checkStar);
        }
        if (call.getKind() == SqlKind.AS && call.operand(1) instanceof SqlIdentifier alias) {
            checkAlias(alias);
        }
        return super.visit(call);
    }

    /// A constant among the keys is a position; another one is most likely a mistake.
    private static void checkKey(SqlNode key) {
        boolean isFraction = key instanceof SqlNumericLiteral number && !number.isInteger();
        if (isFraction || key instanceof SqlCharStringLiteral) {
            throw new EngineException(
                    ErrorCode.SYNTAX,
                    "a constant in GROUP BY is no position in the select list",
                    Positions.of(key),
                    "give a whole number, a column or an expression",
                    null);
        }
    }

    private static boolean mergesColumns(@Nullable SqlNode from) {
        return from instanceof SqlJoin join
                && (join.isNatural()
                        || join.getConditionType() == JoinConditionType.USING
                        || mergesColumns(join.getLeft())
                        || mergesColumns(join.getRight()));
    }

    private static void checkStar(SqlNode item) {
        if (item instanceof SqlStarExclude) {
            throw new EngineException(
                    ErrorCode.NOT_SUPPORTED,
                    "EXCLUDE beside a join with USING or NATURAL is not supported yet",
                    Positions.of(item),
                    "name the columns, or write ON",
                    null);
        }
    }

    /// PostgreSQL takes these for operators, which would silently be another answer.
    private static void checkAlias(SqlIdentifier alias) {
        String word = alias.getSimple();
        boolean isTest = word.equalsIgnoreCase("ISNULL") || word.equalsIgnoreCase("NOTNULL");
        if (isTest && !alias.isComponentQuoted(0)) {
            throw new EngineException(
                    ErrorCode.NOT_SUPPORTED,
                    word + " is not supported yet",
                    Positions.of(alias),
                    "write IS NULL or IS NOT NULL, or the name in double quotes",
                    null);
        }
    }

    private static @Nullable String name(SqlCall call) {
        return switch (call.getKind()) {
            case UNNEST -> "UNNEST";
            case TABLESAMPLE -> "TABLESAMPLE";
            case PIVOT -> "PIVOT";
            case UNPIVOT -> "UNPIVOT";
            case MATCH_RECOGNIZE -> "MATCH_RECOGNIZE";
            case ARRAY_VALUE_CONSTRUCTOR, ARRAY_QUERY_CONSTRUCTOR -> "ARRAY";
            case MAP_VALUE_CONSTRUCTOR, MAP_QUERY_CONSTRUCTOR -> "MAP";
            case MULTISET_VALUE_CONSTRUCTOR, MULTISET_QUERY_CONSTRUCTOR -> "MULTISET";
            default -> null;
        };
    }
}
