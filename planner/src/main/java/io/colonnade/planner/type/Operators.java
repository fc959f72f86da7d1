package io.colonnade.planner.type;

import java.util.List;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

/// The operators and functions that queries may name.
public final class Operators {
    /// The functions of PostgreSQL's that the standard does not have.
    private static final SqlOperatorTable EXTENSIONS = SqlOperatorTables.of(
            SqlLibraryOperators.INFIX_CAST,
            SqlLibraryOperators.ILIKE,
            SqlLibraryOperators.NOT_ILIKE,
            SqlLibraryOperators.LENGTH,
            SqlLibraryOperators.LTRIM,
            SqlLibraryOperators.RTRIM,
            SqlLibraryOperators.SUBSTR_POSTGRESQL,
            SqlLibraryOperators.STRPOS);

    /// What error messages may propose.
    public static final List<String> NAMES = List.of(
            "ABS",
            "AVG",
            "CASE",
            "CAST",
            "CEIL",
            "CHAR_LENGTH",
            "COALESCE",
            "COUNT",
            "EXP",
            "EXTRACT",
            "FLOOR",
            "LENGTH",
            "LN",
            "LOWER",
            "LTRIM",
            "MAX",
            "MIN",
            "MOD",
            "NULLIF",
            "POSITION",
            "POWER",
            "REPLACE",
            "ROUND",
            "RTRIM",
            "SQRT",
            "STRPOS",
            "SUBSTR",
            "SUBSTRING",
            "SUM",
            "TRIM",
            "UPPER",
            "YEAR",
            "MONTH",
            "QUARTER");

    public static final SqlOperatorTable TABLE = new Table();

    private Operators() {}

    /// The library's LENGTH and the like go before the standard's operators of the same name.
    private static final class Table implements SqlOperatorTable {
        private final SqlOperatorTable standard = SqlStdOperatorTable.instance();

        @Override
        public void lookupOperatorOverloads(
                SqlIdentifier name,
                @Nullable SqlFunctionCategory category,
                SqlSyntax syntax,
                List<SqlOperator> result,
                SqlNameMatcher matcher) {
            EXTENSIONS.lookupOperatorOverloads(name, category, syntax, result, matcher);
            if (result.isEmpty()) {
                standard.lookupOperatorOverloads(name, category, syntax, result, matcher);
            }
            result.replaceAll(DateArithmetic::inPlaceOf);
            result.replaceAll(Rounding::inPlaceOf);
            result.replaceAll(Concatenation::inPlaceOf);
        }

        @Override
        public List<SqlOperator> getOperatorList() {
            return standard.getOperatorList();
        }
    }
}
