package io.colonnade.planner.syntax;

import io.colonnade.core.error.Position;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/// Where a piece of syntax begins.
public final class Positions {
    private Positions() {}

    public static Position of(SqlNode node) {
        return of(node.getParserPosition());
    }

    public static Position of(SqlParserPos pos) {
        return new Position(Math.max(1, pos.getLineNum()), Math.max(1, pos.getColumnNum()));
    }
}
