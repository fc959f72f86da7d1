package io.colonnade.planner.type;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Type;
import io.colonnade.planner.syntax.Positions;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Functions that tell of the session or the time, many of them written without parentheses.
///
/// ```text
/// current_date           CAST(now() AS DATE)
/// current_timestamp(0)   date_trunc('second', now())
/// current_schema         'main'
/// ```
///
/// The schema may be a constant, since plans are kept by text and schema.
final class SessionSyntax {
    private static final String CATALOG = "colonnade";
    private static final String USER = "colonnade";
    private static final List<String> PRECISIONS =
            List.of("second", "millisecond", "millisecond", "millisecond", "microsecond", "microsecond", "microsecond");

    private final CatalogSnapshot snapshot;

    SessionSyntax(CatalogSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /// What a word without parentheses stands for; the word itself if it is a name.
    SqlNode word(SqlIdentifier id) {
        SqlNode known = isReserved(id.getSimple()) ? known(id.getSimple(), id.getParserPosition()) : null;
        return known == null ? id : known;
    }

    /// Others, such as `version`, are names of columns where no parentheses follow.
    private static boolean isReserved(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "version", "database", "current_database", "curdate", "curtime" -> false;
            default -> true;
        };
    }

    /// What a call stands for; null if it is another one.
    @Nullable
    SqlNode call(SqlBasicCall call) {
        if (!(call.getOperator() instanceof SqlFunction) || call.getFunctionQuantifier() != null) {
            return null;
        }
        String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
        SqlParserPos pos = call.getParserPosition();
        if (call.operandCount() == 0) {
            return known(name, pos);
        }
        if (name.equals("current_setting")) {
            return new SettingValue(call, snapshot).query();
        }
        if (call.operandCount() != 1) {
            return null;
        }
        return switch (name) {
            case "age" ->
                Operators.named("age").createCall(pos, ConstantSyntax.cast(now(pos), Type.DATE), call.operand(0));
            case "current_timestamp" -> rounded(now(pos), call.operand(0), Type.TIMESTAMP_TZ);
            case "localtimestamp" -> rounded(now(pos), call.operand(0), Type.TIMESTAMP);
            case "localtime" -> rounded(now(pos), call.operand(0), Type.TIME);
            default -> null;
        };
    }

    private static SqlNode now(SqlParserPos pos) {
        return Operators.named("now").createCall(pos);
    }

    private static SqlNode rounded(SqlNode now, SqlNode digits, Type type) {
        int count = digits instanceof SqlNumericLiteral number && number.isInteger() ? number.intValue(true) : -1;
        if (count < 0 || count >= PRECISIONS.size() || (count > 0 && count % 3 != 0)) {
            throw new EngineException(
                    ErrorCode.NOT_SUPPORTED,
                    "a time with this precision is not supported yet",
                    Positions.of(digits),
                    "0, 3 and 6 are",
                    null);
        }
        SqlNode unit = SqlLiteral.createCharString(PRECISIONS.get(count), now.getParserPosition());
        SqlNode cut = Operators.named("date_trunc").createCall(now.getParserPosition(), unit, now);
        return type.equals(Type.TIMESTAMP_TZ) ? cut : ConstantSyntax.cast(cut, type);
    }

    private @Nullable SqlNode known(String name, SqlParserPos pos) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "current_timestamp" -> now(pos);
            case "current_date", "curdate" -> ConstantSyntax.cast(now(pos), Type.DATE);
            case "localtimestamp" -> ConstantSyntax.cast(now(pos), Type.TIMESTAMP);
            case "localtime", "curtime" -> ConstantSyntax.cast(now(pos), Type.TIME);
            case "current_time" ->
                throw new EngineException(
                        ErrorCode.NOT_SUPPORTED,
                        "CURRENT_TIME, a TIME WITH TIME ZONE, is not supported yet",
                        Positions.of(pos),
                        "LOCALTIME is a TIME",
                        null);
            case "current_schema" -> text(snapshot.defaultSchema(), pos);
            case "current_database", "current_catalog", "database" -> text(CATALOG, pos);
            case "current_user", "session_user", "system_user", "user", "current_role" -> text(USER, pos);
            case "version" -> text("Colonnade " + version(), pos);
            default -> null;
        };
    }

    private static String version() {
        String version = SessionSyntax.class.getPackage().getImplementationVersion();
        return version == null ? "0.1" : version;
    }

    private static SqlNode text(String value, SqlParserPos pos) {
        return ConstantSyntax.cast(SqlLiteral.createCharString(value, pos), Type.VARCHAR);
    }
}
