package io.colonnade.planner.type;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Type;
import io.colonnade.planner.syntax.Positions;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/// `current_setting('name' [, missing_ok])`: the value that `system.settings` has when the statement begins.
///
/// *Errors*: UNKNOWN_OBJECT if there is no such setting, unless `missing_ok`, which makes it NULL.
final class SettingValue {
    private final SqlBasicCall call;
    private final CatalogSnapshot snapshot;

    SettingValue(SqlBasicCall call, CatalogSnapshot snapshot) {
        this.call = call;
        this.snapshot = snapshot;
    }

    SqlNode query() {
        SqlParserPos pos = call.getParserPosition();
        if (!(call.operand(0) instanceof SqlCharStringLiteral literal) || call.operandCount() > 2) {
            throw new EngineException(
                    ErrorCode.NOT_SUPPORTED,
                    "current_setting of anything but the text of a name is not supported yet",
                    Positions.of(call),
                    "system.settings has all of them",
                    null);
        }
        String name = literal.getValueAs(String.class);
        String known = snapshot.settingName(name).orElse(null);
        if (known != null) {
            return value(known, pos);
        }
        if (call.operandCount() == 2
                && call.operand(1) instanceof SqlLiteral missing
                && Boolean.TRUE.equals(missing.getValue())) {
            return ConstantSyntax.cast(SqlLiteral.createNull(pos), Type.VARCHAR);
        }
        throw new EngineException(
                ErrorCode.UNKNOWN_OBJECT,
                "there is no setting \"" + name + "\"",
                Positions.of(literal),
                "SHOW ALL lists them",
                null);
    }

    private static SqlNode value(String name, SqlParserPos pos) {
        SqlNode value = SqlStdOperatorTable.MAX.createCall(pos, new SqlIdentifier("value", pos));
        SqlNode isIt = SqlStdOperatorTable.EQUALS.createCall(
                pos, new SqlIdentifier("name", pos), SqlLiteral.createCharString(name, pos));
        SqlNode settings = new SqlIdentifier(List.of("system", "settings"), pos);
        SqlSelect select = new SqlSelect(
                pos, null, SqlNodeList.of(value), settings, isIt, null, null, null, null, null, null, null, null);
        return SqlStdOperatorTable.SCALAR_QUERY.createCall(pos, select);
    }
}
